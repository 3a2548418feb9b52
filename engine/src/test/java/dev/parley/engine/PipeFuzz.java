package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Two engines and a pipe between them that spoils bytes, loses them and says them again: both end, once, after at most one
 * Close frame each; and as long as the pipe was honest all that was sent was received. Stateless.
 */
final class PipeFuzz implements FuzzTarget {
    private static final List<Agreement> AGREEMENTS =
            List.of(Agreement.NONE, Deflated.ALONE, Deflated.WITH_CONTEXT, Deflated.agreement(true, 8));
    private static final int MOST_STEPS = 64;

    @Override
    public void take(byte[] input) {
        int alive = EnginePool.alive();
        FuzzInput in = new FuzzInput(input);
        Agreement agreement = in.pick(AGREEMENTS);
        End client = new End(Role.CLIENT, agreement);
        End server = new End(Role.SERVER, agreement);
        for (int i = 0; i < MOST_STEPS && !in.atEnd(); i++) {
            int step = in.next();
            step(step >> 1, (step & 1) == 0 ? client : server, (step & 1) == 0 ? server : client, in);
        }
        while (client.hasMore() || server.hasMore()) {
            client.deliver(client.takeAll(), server);
            server.deliver(server.takeAll(), client);
        }
        client.endpoint.engine().receiveEnd();
        server.endpoint.engine().receiveEnd();
        client.assertEndedOnce();
        server.assertEndedOnce();
        if (client.honest && server.honest) {
            assertThat(server.received()).isEqualTo(client.sent);
            assertThat(client.received()).isEqualTo(server.sent);
        }
        assertThat(EnginePool.alive())
                .as("inflaters and deflaters that are left")
                .isEqualTo(alive);
    }

    private static void step(int step, End from, End to, FuzzInput in) {
        switch (step % 12) {
            case 0 -> from.send(Opcode.BINARY, in.take(in.next()), 1 + in.next());
            case 1 -> from.send(Opcode.TEXT, Wire.utf8("grüße".repeat(in.next())), 1);
            case 2 -> from.endpoint.engine().ping(ByteBuffer.wrap(new byte[in.next() % 126]));
            case 3 -> from.endpoint.engine().close(in.nextBoolean() ? Close.WITHOUT_STATUS : new Close(4000, "bye"));
            case 4 -> from.deliver(from.takeAll(), to);
            case 5, 6 -> from.deliver(from.take(in.next()), to);
            case 7 -> from.spoil(in.next(), in.next());
            case 8 -> from.lose(in.next());
            case 9 -> from.repeat(in.next());
            case 10 -> from.pass((long) in.next() << 26);
            default -> from.hangUp(in.next());
        }
    }

    /** One end of the pipe, and what is on its way from there. */
    private static final class End {
        final Endpoint endpoint;
        final List<String> sent = new ArrayList<>();
        boolean honest = true;
        private long time;
        private final ByteArrayOutputStream way = new ByteArrayOutputStream();

        End(Role role, Agreement agreement) {
            endpoint = Endpoint.of(role, Limits.DEFAULT, agreement);
        }

        void send(Opcode kind, byte[] part, int times) {
            ByteBuffer payload = ByteBuffer.allocate(part.length * times);
            for (int i = 0; i < times; i++) {
                payload.put(part);
            }
            if (endpoint.engine().send(kind, payload.flip())) {
                sent.add("got " + kind + " " + Frame.show(kind, payload.array()));
            }
        }

        boolean hasMore() {
            way.writeBytes(endpoint.takeBytes());
            return way.size() > 0;
        }

        byte[] takeAll() {
            return take(Integer.MAX_VALUE);
        }

        byte[] take(int most) {
            hasMore();
            FuzzInput bytes = new FuzzInput(way.toByteArray());
            byte[] taken = bytes.take(Math.min(most, way.size()));
            way.reset();
            way.writeBytes(bytes.rest());
            return taken;
        }

        void deliver(byte[] bytes, End other) {
            Feeding.RANDOM_1.feed(bytes, other.endpoint.engine()::receive);
        }

        void spoil(int at, int with) {
            byte[] bytes = takeAll();
            if (bytes.length > 0 && with != 0) {
                bytes[at % bytes.length] ^= (byte) with;
                honest = false;
            }
            way.writeBytes(bytes);
        }

        void lose(int count) {
            honest &= take(count).length == 0;
        }

        void repeat(int count) {
            byte[] bytes = takeAll();
            int again = Math.min(count, bytes.length);
            honest &= again == 0;
            way.write(bytes, 0, again);
            way.writeBytes(bytes);
        }

        /** A peer that is given up for its slowness gets no more. */
        void pass(long nanos) {
            time += nanos;
            honest &= time < endpoint.engine().nextDeadline();
            endpoint.engine().advanceTo(time);
        }

        void hangUp(int really) {
            if (really > 127) {
                honest = false;
                endpoint.engine().receiveEnd();
            }
        }

        List<String> received() {
            return endpoint.log().stream()
                    .filter(line -> line.startsWith("got TEXT") || line.startsWith("got BINARY"))
                    .toList();
        }

        void assertEndedOnce() {
            List<String> log = endpoint.log();
            assertThat(log.stream().filter(line -> line.startsWith("end "))).hasSize(1);
            assertThat(log).last().asString().startsWith("end ");
            assertThat(log.stream().filter(line -> line.startsWith("sent CLOSE")))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int agreement = 0; agreement < AGREEMENTS.size(); agreement++) {
            String start = "0" + agreement;
            // Who does what: a step doubled, and one more if it is the server's.
            String messages = "00 03 61 62 63 05 02 09 01 03 63 78 79 50 08 09";
            for (String rest : new String[] {
                messages,
                messages + "06 01 08 09",
                messages + "00 01 61 03 07 00 0E 00 FF 08",
                messages + "07 00 06 00 08",
                messages + "04 20 0A 05 0E 03 80 08",
                messages + "00 01 61 FF 10 04 08",
                messages + "02 40 12 03 08",
                messages + "06 00 14 FF 15 FF",
                messages + "00 01 61 FF 0A 30 16 FF 09",
                messages + "02 FF 0A 05 17 FF 08"
            }) {
                seeds.add(Wire.to(Role.CLIENT).hex(start + rest).bytes());
            }
        }
        return seeds;
    }
}
