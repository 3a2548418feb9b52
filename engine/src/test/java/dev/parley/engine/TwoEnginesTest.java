package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A client's engine and a server's, back to back: what one sends the other gets, however the bytes are cut. */
final class TwoEnginesTest {
    // RFC 6455 §6.1: "To _Send a WebSocket Message_ ... an endpoint MUST perform the following steps", and "The opcode
    // (frame-opcode) of the first frame containing the data MUST be set to the appropriate value".
    @Property(tries = 200)
    void everythingSentIsReceivedInOrderAndThenBothEndClean(@ForAll long seed) {
        Random random = new Random(seed);
        Side client = new Side(Role.CLIENT);
        Side server = new Side(Role.SERVER);
        int steps = random.nextInt(60);
        for (int i = 0; i < steps; i++) {
            Side side = random.nextBoolean() ? client : server;
            if (random.nextInt(3) > 0) {
                side.sendSomething(random);
            } else {
                side.deliverSomeTo(side == client ? server : client, random);
            }
        }
        if (random.nextInt(3) > 0) {
            client.close(random);
        }
        if (client.open() || random.nextBoolean()) {
            server.close(random);
        }
        while (client.hasOutgoing() || server.hasOutgoing()) {
            client.deliverSomeTo(server, random);
            server.deliverSomeTo(client, random);
        }
        assertThat(server.finished()).as("seed %s", seed).isTrue();
        client.endpoint.engine().receiveEnd();
        server.endpoint.engine().receiveEnd();
        assertThat(server.received()).as("seed %s", seed).isEqualTo(client.messages);
        assertThat(client.received()).as("seed %s", seed).isEqualTo(server.messages);
        assertThat(client.endpoint.ending().wasClean()).isTrue();
        assertThat(server.endpoint.ending().wasClean()).isTrue();
        assertThat(client.closes()).isEqualTo(1);
        assertThat(server.closes()).isEqualTo(1);
    }

    private static final class Side {
        final Endpoint endpoint;
        final List<String> messages = new ArrayList<>();
        private ByteBuffer outgoing = ByteBuffer.allocate(0);

        Side(Role role) {
            endpoint = Endpoint.of(role);
        }

        boolean open() {
            return endpoint.state() == ReadyState.OPEN;
        }

        boolean finished() {
            return endpoint.log().contains("finish");
        }

        void sendSomething(Random random) {
            byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(65_537) : random.nextInt(200)];
            random.nextBytes(payload);
            if (random.nextInt(4) == 0) {
                endpoint.engine().ping(ByteBuffer.wrap(payload, 0, Math.min(payload.length, random.nextInt(126))));
                return;
            }
            Opcode kind = random.nextBoolean() ? Opcode.BINARY : Opcode.TEXT;
            ByteBuffer bytes = kind == Opcode.BINARY ? ByteBuffer.wrap(payload) : Text.encode(text(random));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(0, copy);
            if (endpoint.engine().send(kind, bytes)) {
                messages.add("got " + kind + " " + Frame.show(kind, copy));
            }
        }

        /** Any chars at all, lone surrogates among them. */
        private static String text(Random random) {
            int length = random.nextInt(50);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x1_0000));
            }
            return text.toString();
        }

        void close(Random random) {
            endpoint.engine().close(random.nextInt(4) == 0 ? Close.WITHOUT_STATUS : new Close(4000, "bye"));
        }

        boolean hasOutgoing() {
            if (!outgoing.hasRemaining()) {
                outgoing = ByteBuffer.wrap(endpoint.takeBytes());
            }
            return outgoing.hasRemaining();
        }

        void deliverSomeTo(Side other, Random random) {
            if (hasOutgoing()) {
                byte[] piece = new byte[Math.min(outgoing.remaining(), 1 << random.nextInt(17))];
                outgoing.get(piece);
                other.endpoint.engine().receive(Feeding.buffer(piece, random.nextInt(72)));
            }
        }

        List<String> received() {
            return endpoint.log().stream()
                    .filter(line -> line.startsWith("got TEXT") || line.startsWith("got BINARY"))
                    .toList();
        }

        long closes() {
            return endpoint.sent().stream()
                    .filter(frame -> frame.opcode() == Opcode.CLOSE)
                    .count();
        }
    }
}
