package dev.parley.probe;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The same frame, over and over, to an endpoint whose answers are not read for the time being. Immutable.
 *
 * @param count how many frames at most
 */
record Flood(Frame frame, int count) {
    /**
     * An endpoint that takes no more for so long, or for a part of much patience, has stopped reading, which is the best it
     * can do.
     */
    private static final long STUCK_MILLIS = 700;

    private static final int PART_OF_PATIENCE = 4;

    /** What the buffers of two sockets may take, both ways: about 8 MiB was measured. */
    private static final long SOCKETS_HOLD = 20L * 1024 * 1024;

    Finding play(Peer peer) throws InterruptedException {
        Conversation conversation = peer.open();
        Wire wire = conversation.wire();
        wire.pause();
        Thread writer = new Thread(() -> write(conversation), "probe-flood");
        writer.setDaemon(true);
        writer.start();
        long stuckMillis = Math.max(STUCK_MILLIS, peer.options().patience().toMillis() / PART_OF_PATIENCE);
        long before = -1;
        while (writer.isAlive() && before != peer.transcript().sent()) {
            before = peer.transcript().sent();
            writer.join(stuckMillis);
        }
        boolean stuck = writer.isAlive();
        String sent = peer.transcript().sent() / 1024 + " KiB were taken" + (stuck ? ", then no more. " : ". ");
        wire.resume();
        TimeUnit.NANOSECONDS.timedJoin(writer, peer.options().caseDeadline().toNanos());
        conversation.send(Frame.text("after the flood"));
        return reaction(conversation, sent, stuck);
    }

    private void write(Conversation conversation) {
        byte[] one = conversation.writer().write(frame);
        // Many in one write, or the probe would be the slow one.
        int together = Math.max(1, 16 * 1024 / one.length);
        byte[][] pieces = new byte[together][];
        for (int sent = 0; sent < count && !conversation.wire().broken(); sent += together) {
            Arrays.setAll(pieces, i -> conversation.writer().write(frame));
            conversation.sendBytes(Joined.of(pieces));
        }
    }

    private Finding reaction(Conversation conversation, String sent, boolean stuck) throws InterruptedException {
        int answers = 0;
        while (true) {
            Event event = conversation.next();
            if (event instanceof Event.Silence) {
                return Finding.fail(sent + "After " + answers + " answers it fell silent.");
            }
            if (event instanceof Event.End) {
                return Finding.pass(sent + "After " + answers + " answers it ended the TCP connection.");
            }
            if (event.equals(Frame.text("after the flood"))) {
                conversation.finish();
                return works(sent, answers, stuck);
            }
            if (event instanceof Frame close && close.is(Opcodes.CLOSE)) {
                conversation.finish();
                return Finding.pass(sent + "After " + answers + " answers came " + close + ".");
            }
            answers++;
        }
    }

    private Finding works(String sent, int answers, boolean stuck) {
        String observed = sent + "After " + answers + " answers it still works.";
        boolean keptAll = !stuck && answers >= count && (long) count * frame.payload().length > SOCKETS_HOLD;
        return keptAll
                ? Finding.tolerated(observed + " What nobody reads it keeps in memory, without an end.")
                : Finding.pass(observed);
    }
}
