package dev.parley.client;

import java.util.Optional;

/** An IPv6 address as it is written in a URL, without its brackets (URL standard §3.5, RFC 5952 §4). Stateless. */
final class Ipv6 {
    private static final int PIECES = 8;

    private Ipv6() {}

    /** The address as it is best written; empty if it is none. A zone, as in {@code fe80::1%eth0}, has no place in a URL. */
    static Optional<String> parse(String text) {
        int doubled = text.indexOf("::");
        if (doubled < 0) {
            int[] all = pieces(text, true);
            return all.length == PIECES ? Optional.of(written(all)) : Optional.empty();
        }
        int[] before = pieces(text.substring(0, doubled), false);
        int[] after = pieces(text.substring(doubled + 2), true);
        boolean wrong = before == WRONG || after == WRONG || before.length + after.length >= PIECES;
        if (wrong) {
            return Optional.empty();
        }
        int[] all = new int[PIECES];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(after, 0, all, PIECES - after.length, after.length);
        return Optional.of(written(all));
    }

    /** What {@link #pieces} answers if there is something else between the colons; longer than an address. */
    private static final int[] WRONG = new int[PIECES + 1];

    /** @param atEnd whether an IPv4 address may stand for the last two */
    private static int[] pieces(String text, boolean atEnd) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] written = text.split(":", -1);
        boolean dotted = atEnd && written[written.length - 1].indexOf('.') >= 0;
        int count = written.length + (dotted ? 1 : 0);
        if (count > PIECES) {
            return WRONG;
        }
        int[] pieces = new int[count];
        for (int i = 0; i < written.length; i++) {
            if (dotted && i == written.length - 1) {
                long address = dotted(written[i]);
                if (address < 0) {
                    return WRONG;
                }
                pieces[i] = (int) (address >> 16);
                pieces[i + 1] = (int) (address & 0xFFFF);
            } else if (isPiece(written[i])) {
                pieces[i] = Integer.parseInt(written[i], 16);
            } else {
                return WRONG;
            }
        }
        return pieces;
    }

    private static boolean isPiece(String text) {
        return !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }

    /** Four decimal numbers, strictly; −1 if that is not what it is. */
    private static long dotted(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return -1;
        }
        long address = 0;
        for (String number : numbers) {
            boolean isByte = number.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(number) <= 255;
            if (!isByte) {
                return -1;
            }
            address = address << 8 | Integer.parseInt(number);
        }
        return address;
    }

    private static String written(int[] pieces) {
        int longest = 1; // a single zero is not left out
        int start = -1;
        for (int i = 0; i < PIECES; i++) {
            int zeros = i;
            while (zeros < PIECES && pieces[zeros] == 0) {
                zeros++;
            }
            if (zeros - i > longest) {
                longest = zeros - i;
                start = i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < PIECES; i++) {
            if (i == start) {
                out.append(i == 0 ? "::" : ":");
                i += longest - 1;
                continue;
            }
            out.append(Integer.toHexString(pieces[i]));
            if (i < PIECES - 1) {
                out.append(':');
            }
        }
        return out.toString();
    }
}
