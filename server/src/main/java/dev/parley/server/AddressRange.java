package dev.parley.server;

import dev.parley.net.IpLiteral;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Internet addresses that begin with the same bits (CIDR, RFC 4632 §3.1). Immutable.
 *
 * @param first the lowest of them
 * @param bits how many bits they share
 */
public record AddressRange(InetAddress first, int bits) {
    /** @throws IllegalArgumentException if there are fewer bits than that, or the address has others set */
    public AddressRange {
        byte[] address = first.getAddress();
        if (bits < 0 || bits > address.length * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "An address such as " + first.getHostAddress() + " has no " + bits + " bits.");
        }
        if (!agree(new byte[address.length], address, bits, address.length * Byte.SIZE)) {
            throw new IllegalArgumentException(
                    first.getHostAddress() + "/" + bits + " has bits set that it says do not matter.");
        }
    }

    /**
     * Reads a range, for instance {@code 10.0.0.0/8} or {@code fd00::/8}, or one address.
     *
     * @throws IllegalArgumentException if it is none; names are not looked up
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(
                        "An address range is for instance 10.0.0.0/8, fd00::/8 or 192.0.2.1, not " + text + "."));
        if (slash < 0) {
            return new AddressRange(address, address.getAddress().length * Byte.SIZE);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("The number of bits in " + text + " is missing.");
        }
        return new AddressRange(address, Integer.parseInt(bits));
    }

    /** Whether this address is one of them. */
    public boolean contains(InetAddress address) {
        byte[] bytes = inOwnClothes(address.getAddress());
        byte[] own = first.getAddress();
        return bytes.length == own.length && agree(own, bytes, 0, bits);
    }

    /** An IPv4 address that came in on a socket for both kinds may look like one of IPv6 (RFC 4291 §2.5.5.2). */
    private static byte[] inOwnClothes(byte[] address) {
        boolean mapped = address.length == 16 && address[10] == -1 && address[11] == -1;
        for (int i = 0; i < 10 && mapped; i++) {
            mapped = address[i] == 0;
        }
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** Whether two addresses have the same bits there. */
    private static boolean agree(byte[] one, byte[] other, int from, int to) {
        for (int bit = from; bit < to; bit++) {
            int mask = 0x80 >>> bit % Byte.SIZE;
            if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
