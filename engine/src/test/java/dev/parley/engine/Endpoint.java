package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** An engine in a test: fed in one way, and recorded. */
final class Endpoint {
    private final Role role;
    private final Agreement agreement;
    private final Feeding feeding;
    private final Recorder recorder = new Recorder();
    private final WebSocketEngine engine;

    private Endpoint(Role role, Limits limits, Agreement agreement, Feeding feeding) {
        this.role = role;
        this.agreement = agreement;
        this.feeding = feeding;
        int[] key = {0x1020_3040};
        this.engine = role == Role.SERVER
                ? WebSocketEngine.server(limits, agreement, recorder, recorder)
                : WebSocketEngine.client(limits, agreement, () -> key[0] += 0x0107_0F1D, recorder, recorder);
        engine.advanceTo(0);
    }

    static Endpoint of(Role role) {
        return of(role, Limits.DEFAULT);
    }

    static Endpoint of(Role role, Limits limits) {
        return of(role, limits, Agreement.NONE);
    }

    static Endpoint of(Role role, Limits limits, Agreement agreement) {
        return new Endpoint(role, limits, agreement, Feeding.WHOLE);
    }

    /** Plays a scenario with every {@link Feeding}, and returns one of the endpoints, since all have done the same. */
    static Endpoint play(Role role, Limits limits, Consumer<Endpoint> scenario) {
        return play(role, limits, Agreement.NONE, scenario);
    }

    static Endpoint play(Role role, Limits limits, Agreement agreement, Consumer<Endpoint> scenario) {
        return play(Feeding.ALL, role, limits, agreement, scenario);
    }

    static Endpoint play(
            List<Feeding> feedings, Role role, Limits limits, Agreement agreement, Consumer<Endpoint> scenario) {
        Endpoint first = null;
        for (Feeding feeding : feedings) {
            Endpoint endpoint = new Endpoint(role, limits, agreement, feeding);
            scenario.accept(endpoint);
            if (first == null) {
                first = endpoint;
            } else {
                endpoint.assertDidAs(first);
            }
        }
        assertThat(first).isNotNull();
        return first;
    }

    static Endpoint play(Role role, Consumer<Endpoint> scenario) {
        return play(role, Limits.DEFAULT, scenario);
    }

    private void assertDidAs(Endpoint other) {
        assertThat(recorder.log()).as("%s, fed %s", role, feeding).isEqualTo(other.log());
        assertThat(recorder.sentBytes()).as("%s, fed %s", role, feeding).isEqualTo(other.sentBytes());
        assertThat(engine.state()).as("%s, fed %s", role, feeding).isEqualTo(other.state());
        assertThat(engine.nextDeadline()).isEqualTo(other.engine.nextDeadline());
    }

    /** Begins what this endpoint's peer sends. */
    Wire wire() {
        return Wire.to(role);
    }

    Endpoint feed(Wire wire) {
        return feed(wire.bytes());
    }

    Endpoint feed(byte[] bytes) {
        Feeding suited = feeding.suits(bytes.length) ? feeding : Feeding.WHOLE;
        suited.feed(bytes, this::receive);
        return this;
    }

    private void receive(ByteBuffer in) {
        engine.receive(in);
        if (in.hasRemaining()) {
            throw new AssertionError("bytes are left: " + in);
        }
    }

    boolean send(String text) {
        return engine.send(Opcode.TEXT, ByteBuffer.wrap(Wire.utf8(text)));
    }

    boolean ping(String payload) {
        return engine.ping(ByteBuffer.wrap(Wire.utf8(payload)));
    }

    boolean close(int code, String reason) {
        return engine.close(new Close(code, reason));
    }

    /** Whether the transport takes nothing for now. */
    void behind(boolean isBehind) {
        recorder.behind(isBehind);
    }

    /** Has the handler do this whenever a line that begins so is recorded. */
    void whenever(String beginning, Runnable reaction) {
        recorder.react(line -> {
            if (line.startsWith(beginning)) {
                reaction.run();
            }
        });
    }

    Role role() {
        return role;
    }

    WebSocketEngine engine() {
        return engine;
    }

    ReadyState state() {
        return engine.state();
    }

    List<String> log() {
        return recorder.log();
    }

    List<Frame> sent() {
        List<Frame> sent = recorder.sent();
        if (agreement == Agreement.NONE) {
            // RFC 6455 §5.2: "frame-rsv1 = %x0 / %x1 1 bit in length, MUST be 0 unless negotiated otherwise".
            assertThat(sent).noneMatch(Frame::compressed);
        }
        return sent;
    }

    byte[] sentBytes() {
        return recorder.sentBytes();
    }

    byte[] takeBytes() {
        return recorder.takeBytes();
    }

    Ending ending() {
        return recorder.ending();
    }

    void assertLog(String... lines) {
        assertThat(log()).containsExactly(lines);
    }
}
