package dev.parley.client;

import java.util.Optional;

/** An IPv4 address in any of the forms that C once took: {@code 127.1}, {@code 0x7f000001} (URL standard §3.5). Stateless. */
final class Ipv4 {
    /** More digits than any number that fits. */
    private static final int MOST_DIGITS = 11;

    private static final long TOO_LARGE = Long.MAX_VALUE;
    private static final long NO_NUMBER = -1;

    private Ipv4() {}

    /** Whether a host is to be taken for an IPv4 address, and refused if it is none: "ends in a number". */
    static boolean isMeant(String host) {
        String[] parts = parts(host);
        String last = parts[parts.length - 1];
        return !last.isEmpty() && (last.chars().allMatch(Ipv4::isDigit) || number(last) != NO_NUMBER);
    }

    /** The address as four decimal numbers; empty if it is none. */
    static Optional<String> parse(String host) {
        String[] parts = parts(host);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long number = number(parts[i]);
            // The last number takes all the bytes that no other number names.
            int bytes = last ? 4 - i : 1;
            if (number == NO_NUMBER || number >= 1L << 8 * bytes) {
                return Optional.empty();
            }
            address |= number << 8 * (4 - i - bytes);
        }
        return Optional.of(
                (address >> 24) + "." + (address >> 16 & 0xFF) + "." + (address >> 8 & 0xFF) + "." + (address & 0xFF));
    }

    /** Without the empty one after a dot at the end. */
    private static String[] parts(String host) {
        boolean rooted = host.length() > 1 && host.endsWith(".");
        return (rooted ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
    }

    private static long number(String part) {
        if (part.isEmpty()) {
            return NO_NUMBER;
        }
        boolean hexadecimal = part.startsWith("0x") || part.startsWith("0X");
        boolean octal = !hexadecimal && part.length() > 1 && part.startsWith("0");
        int radix = hexadecimal ? 16 : octal ? 8 : 10;
        String digits = part.substring(hexadecimal ? 2 : 0);
        if (!digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0)) {
            return NO_NUMBER;
        }
        String significant = digits.replaceFirst("^0+", "");
        if (significant.isEmpty()) {
            return 0;
        }
        return significant.length() > MOST_DIGITS ? TOO_LARGE : Long.parseLong(significant, radix);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
