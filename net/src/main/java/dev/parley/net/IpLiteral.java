package dev.parley.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Internet addresses as they are written, which nobody is asked about: no name is looked up. Stateless. */
public final class IpLiteral {
    private IpLiteral() {}

    /** The address that this is, without brackets or a zone; an IPv4 address in IPv6's clothes is an IPv4 address. */
    public static Optional<InetAddress> parse(String text) {
        byte[] bytes = text.indexOf('%') >= 0 || text.startsWith("[")
                ? null
                : NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // it is of one of the two lengths
        }
    }
}
