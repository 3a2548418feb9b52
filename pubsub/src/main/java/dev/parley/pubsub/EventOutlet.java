package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import dev.parley.server.EventStream;
import dev.parley.server.Sent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * The way to a client that listens to server-sent events: what is said to it is an event of that type, and has as its id the place that
 * it brings the client to. Confined to the stream's loop.
 */
final class EventOutlet implements Outlet {
    private final EventStream stream;
    private String id = "";
    private boolean last;

    EventOutlet(EventStream stream) {
        this.stream = stream;
    }

    @Override
    public Executor loop() {
        return stream.loop();
    }

    @Override
    public void placed(String epoch, long offset) {
        id = epoch + ":" + offset;
    }

    /** Whoever comes back is asked again whether it may, and a refusal then ends it for good. */
    @Override
    public void refused(Refusal why) {
        last = true;
    }

    @Override
    public boolean send(byte[] utf8) {
        return send(ByteBuffer.wrap(utf8));
    }

    @Override
    public boolean send(PreparedMessage message) {
        return send(message.payload());
    }

    private boolean send(ByteBuffer utf8) {
        String type = Wire.typeOf(utf8);
        // An event that is called "error" would look to a page like one of its connection.
        String event = type.equals("message") ? "" : last ? "refused" : type;
        String data = StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
        String place = id;
        id = "";
        Sent sent = stream.send(place, event, data);
        if (last) {
            stream.close();
        }
        return sent != Sent.BUFFERED;
    }

    @Override
    public void close(int code, String reason) {
        stream.abort(); // it comes back, and says where it was
    }
}
