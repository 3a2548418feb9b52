package dev.parley.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What counts as one address. Stateless. */
final class Networks {
    private static final int IPV4_AT = 12;

    private Networks() {}

    /**
     * The same object, by equality, for all addresses that one subscriber may be expected to have: one of IPv4, and the 2<sup>64</sup> of
     * a network of IPv6 (RFC 4291 §2.5.4), of which whoever has one has all.
     */
    static Object of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        if (!(address instanceof Inet6Address)) {
            return bytes.getInt(0);
        }
        return isMappedIpv4(bytes) ? bytes.getInt(IPV4_AT) : (Object) bytes.getLong(0);
    }

    /** RFC 4291 §2.5.5.2: an address of IPv4, as a socket for both sees it. */
    private static boolean isMappedIpv4(ByteBuffer bytes) {
        return bytes.getLong(0) == 0 && bytes.getInt(Long.BYTES) == 0xFFFF;
    }
}
