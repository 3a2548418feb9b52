package dev.parley.proofs;

import java.util.List;

/**
 * What an implementation made of the bytes that its peer sent. Immutable.
 *
 * @param got messages and pongs in their order, for instance {@code TEXT hello}
 * @param sent pongs and Close frames in their order, for instance {@code PONG 70} and {@code CLOSE 1002}
 * @param end {@code open}, {@code closed} with the code received, {@code failed}, or {@code threw} and what
 * @param why in its own words why it failed; empty if it did not
 */
record Reaction(List<String> got, List<String> sent, String end, String why) {
    boolean isOpen() {
        return end.equals("open");
    }

    boolean failed() {
        return end.equals("failed");
    }

    /** The code of the first Close frame that it sent, or 0. */
    int closeSent() {
        return sent.stream()
                .filter(Reaction::isClose)
                .findFirst()
                .map(frame -> Integer.parseInt(frame.substring("CLOSE ".length())))
                .orElse(0);
    }

    List<String> pongsSent() {
        return sent.stream().filter(frame -> !isClose(frame)).toList();
    }

    /** Without what it sent after its first Close frame. */
    Reaction untilClose() {
        for (int i = 0; i < sent.size(); i++) {
            if (isClose(sent.get(i))) {
                return new Reaction(got, sent.subList(0, i + 1), end, why);
            }
        }
        return this;
    }

    /** Whether nothing tells them apart but the words. */
    boolean isAs(Reaction other) {
        return got.equals(other.got) && sent.equals(other.sent) && end.equals(other.end);
    }

    private static boolean isClose(String frame) {
        return frame.startsWith("CLOSE ");
    }
}
