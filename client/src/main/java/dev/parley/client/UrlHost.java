package dev.parley.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The host of a URL, as the network knows it (URL standard §3.5, "host parser"). Stateless. */
final class UrlHost {
    /** The "forbidden domain code points", beside controls. */
    private static final String FORBIDDEN = " #/:<>?@[\\]^|%\u007F";

    private UrlHost() {}

    /** A name in lower case, an IPv4 address as four numbers, or an IPv6 address without its brackets; empty if it is none of these. */
    static Optional<String> parse(String written) {
        if (written.startsWith("[")) {
            return written.endsWith("]") ? Ipv6.parse(written.substring(1, written.length() - 1)) : Optional.empty();
        }
        String decoded = StandardCharsets.UTF_8
                .decode(ByteBuffer.wrap(PercentCoding.decode(written)))
                .toString();
        return Domain.toAscii(decoded)
                .filter(name -> !name.isEmpty())
                .filter(name -> name.chars().noneMatch(c -> c < 0x20 || FORBIDDEN.indexOf(c) >= 0))
                .flatMap(name -> Ipv4.isMeant(name) ? Ipv4.parse(name) : Optional.of(name));
    }
}
