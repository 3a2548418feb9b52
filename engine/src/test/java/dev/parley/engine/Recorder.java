package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Both neighbours of an engine, its handler and its outbox: writes down in one list whatever the engine does, and checks
 * that it keeps to their contracts.
 *
 * <p>Lines are like {@code got TEXT hello}, {@code sent PONG 01}, {@code closing 1000 bye}, {@code finish}, {@code abort},
 * {@code end Clean 1000 bye}.
 */
final class Recorder implements EngineHandler, Outbox {
    private final List<String> log = new ArrayList<>();
    private final List<Frame> sent = new ArrayList<>();
    private final ByteArrayOutputStream allBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream untaken = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private @Nullable ByteBuffer claimed;
    private int claimedFrom;
    private int claimedBytes;
    private int claims;
    private boolean closing;
    private boolean behind;
    private @Nullable Ending ending;
    private boolean transportGivenUp;
    private Consumer<String> reaction = line -> {};

    /** Called with each line about something that came in, while the engine waits: where a handler would act. */
    void react(Consumer<String> reaction) {
        this.reaction = reaction;
    }

    void behind(boolean isBehind) {
        behind = isBehind;
    }

    @Override
    public boolean isBehind() {
        return behind;
    }

    List<String> log() {
        drain();
        return log;
    }

    List<Frame> sent() {
        drain();
        return sent;
    }

    byte[] sentBytes() {
        drain();
        return allBytes.toByteArray();
    }

    /** What went out since this was last asked. */
    byte[] takeBytes() {
        drain();
        byte[] bytes = untaken.toByteArray();
        untaken.reset();
        return bytes;
    }

    Ending ending() {
        assertThat(ending).as("an ending, after %s", log()).isNotNull();
        return ending;
    }

    // ---- EngineHandler ----

    @Override
    public void onMessage(Opcode kind, ByteBuffer payload) {
        event("got " + kind + " " + Frame.show(kind, take(payload)));
    }

    @Override
    public void onPing(ByteBuffer payload) {
        event("got PING " + Frame.show(Opcode.PING, take(payload)));
    }

    @Override
    public void onPong(ByteBuffer payload) {
        event("got PONG " + Frame.show(Opcode.PONG, take(payload)));
    }

    @Override
    public void onClosing(Close received, Runnable answer) {
        event(("closing " + received.code() + " " + received.reason()).trim());
        closing = true;
        answer.run();
    }

    @Override
    public void onEnd(Ending ending) {
        event(("end " + ending.getClass().getSimpleName() + " "
                        + (ending instanceof Ending.Failed failed
                                ? failed.violation()
                                : ending.code() + " " + ending.reason()))
                .trim());
        this.ending = ending;
    }

    private void event(String line) {
        drain();
        assertThat(ending).as("nothing follows the end, but: %s", line).isNull();
        assertThat(closing && !line.startsWith("end"))
                .as("only the end follows the peer's Close, but: %s", line)
                .isFalse();
        log.add(line);
        reaction.accept(line);
    }

    /** Uses the payload up, as a handler may. */
    private static byte[] take(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    // ---- Outbox ----

    @Override
    public ByteBuffer claim(int bytes) {
        settleClaim();
        assertThat(bytes).isBetween(1, 16_384);
        assertThat(transportGivenUp).as("bytes after the end of the stream").isFalse();
        // Now on the heap, now off it; never at position 0, and with more room than was asked for.
        int offset = claims++ % 9;
        ByteBuffer room = claims % 2 == 0 ? ByteBuffer.allocate(bytes + 20) : ByteBuffer.allocateDirect(bytes + 20);
        claimed = room.order(ByteOrder.BIG_ENDIAN).position(offset);
        claimedFrom = offset;
        claimedBytes = bytes;
        return claimed;
    }

    @Override
    public void append(ByteBuffer bytes) {
        settleClaim();
        assertThat(transportGivenUp).as("bytes after the end of the stream").isFalse();
        pending.writeBytes(take(bytes));
    }

    @Override
    public void finish() {
        giveUp("finish");
    }

    @Override
    public void abort() {
        giveUp("abort");
    }

    private void giveUp(String how) {
        drain();
        assertThat(transportGivenUp).as("the transport is given up once").isFalse();
        transportGivenUp = true;
        log.add(how);
    }

    private void settleClaim() {
        if (claimed != null) {
            assertThat(claimed.position() - claimedFrom)
                    .as("bytes put, as many as claimed")
                    .isEqualTo(claimedBytes);
            byte[] put = new byte[claimedBytes];
            claimed.get(claimedFrom, put);
            pending.writeBytes(put);
            claimed = null;
        }
    }

    /** Every time the engine is done with something, whole frames have gone out. */
    private void drain() {
        settleClaim();
        byte[] bytes = pending.toByteArray();
        pending.reset();
        allBytes.writeBytes(bytes);
        untaken.writeBytes(bytes);
        for (Frame frame : Frame.all(bytes)) {
            sent.add(frame);
            log.add("sent " + frame);
        }
    }
}
