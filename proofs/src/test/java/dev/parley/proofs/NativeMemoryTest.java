package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Compression;
import dev.parley.engine.EnginePool;
import dev.parley.engine.Opcode;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What compression holds in native memory is given back. It is counted for a whole process, whose other sockets have loops and pools of
 * their own that grow when they like: so in one with nothing else in it.
 */
final class NativeMemoryTest {
    @Test
    void afterConnectionsThatDieNothingIsLeft() throws Exception {
        List<String> said = ChildJvm.run(List.of(), ChildJvm.classPath(), Program.class);
        assertThat(said).hasSize(3);
        assertThat(Integer.parseInt(said.get(0))).as("while they are there").isGreaterThan(100);
        assertThat(Integer.parseInt(said.get(1)))
                .as("kept by two loops for the next ones: eight inflaters and a deflater each")
                .isLessThanOrEqualTo(2 * 9);
        assertThat(said.get(2)).as("after the server").isEqualTo("0");
    }

    /** Half of the connections die in the middle of a message, all at once, while the server answers them. */
    static final class Program {
        private static final int CONNECTIONS = 100;
        private static final long PATIENCE_NANOS = 30_000_000_000L;

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            Compression compression = Compression.DEFAULT.withContextTakeover(true);
            try (Server server = Server.start(
                    ServerOptions.DEFAULT.withPort(0).withThreads(2).withCompression(Optional.of(compression)),
                    echo())) {
                List<RawClient> clients = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    clients.add(inTheMidst(server.address().getPort(), i % 2 == 0));
                }
                await(() -> EnginePool.alive() > CONNECTIONS);
                System.out.println(EnginePool.alive());
                for (RawClient client : clients) {
                    client.reset();
                }
                await(() -> server.peers() == 0 && EnginePool.alive() <= 2 * 9);
                System.out.println(EnginePool.alive());
            }
            await(() -> EnginePool.alive() == 0); // the last that an event loop's thread does
            System.out.println(EnginePool.alive());
            System.exit(0);
        }

        private static Routes echo() {
            return Routes.NONE.webSocket("/", new WebSocketHandler() {
                @Override
                public void onMessage(Peer peer, Opcode kind, ByteBuffer payload) {
                    peer.send(kind, payload);
                }
            });
        }

        private static RawClient inTheMidst(int port, boolean unfinished) throws Exception {
            RawClient client = new RawClient(port);
            client.send(RawClient.handshake(port, "/")
                    .replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
            if (!client.readHead().contains("permessage-deflate")) {
                throw new IllegalStateException("It does not compress.");
            }
            client.send(RawClient.frame(0x82, new byte[50_000]));
            client.send(RawClient.frame(unfinished ? 0x42 : 0xC2, new byte[] {(byte) 0xCA, (byte) 0xCA}));
            return client;
        }

        private static void await(BooleanSupplier done) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!done.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
        }
    }
}
