package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** What a {@link LocalClient} is connected by. Any thread. */
public final class LocalSession implements AutoCloseable {
    private final Topics node;
    private final LocalClient client;
    private final Session session;

    LocalSession(Topics node, LocalClient client, String user) {
        this.node = node;
        this.client = client;
        this.session = new Session(node, new Way(), new Member(node.nextId(), user));
        node.execute(client.loop(), session::begin);
    }

    /** Says a command of {@code parley.v1}. */
    public void say(String command) {
        byte[] utf8 = command.getBytes(StandardCharsets.UTF_8);
        node.execute(client.loop(), () -> session.receive(utf8));
    }

    /** There is room for more. */
    public void drained() {
        node.execute(client.loop(), session::drained);
    }

    /** Ends it: when its loop has come to this, it is told nothing more. */
    @Override
    public void close() {
        node.execute(client.loop(), session::end);
    }

    private final class Way implements Outlet {
        @Override
        public Executor loop() {
            return client.loop();
        }

        @Override
        public boolean send(byte[] utf8) {
            return client.hear(new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public boolean send(PreparedMessage message) {
            ByteBuffer utf8 = message.payload().duplicate();
            return client.hear(StandardCharsets.UTF_8.decode(utf8).toString());
        }

        @Override
        public void close(int code, String reason) {
            client.end();
        }
    }
}
