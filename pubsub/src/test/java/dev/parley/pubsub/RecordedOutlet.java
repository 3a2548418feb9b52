package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** A client's end without a network: notes what is sent. One thread. */
final class RecordedOutlet implements Outlet {
    private final Executor loop;
    private final List<Map<String, Object>> messages = new ArrayList<>();
    private final List<PreparedMessage> prepared = new ArrayList<>();

    /** Whether the client takes more. */
    boolean writable = true;

    String closed = "";

    RecordedOutlet(Executor loop) {
        this.loop = loop;
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public boolean send(byte[] utf8) {
        messages.add(Json.object(utf8));
        return writable;
    }

    @Override
    public boolean send(PreparedMessage message) {
        byte[] utf8 = new byte[message.payload().remaining()];
        message.payload().duplicate().get(utf8);
        prepared.add(message);
        return send(utf8);
    }

    @Override
    public void close(int code, String reason) {
        closed = code + " " + reason;
    }

    /** What was sent since this was last asked. */
    List<Map<String, Object>> take() {
        List<Map<String, Object>> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    /** Which messages went to others, too. */
    List<PreparedMessage> prepared() {
        return prepared;
    }
}
