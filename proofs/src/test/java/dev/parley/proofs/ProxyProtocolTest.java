package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Proxies;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol, versions 1 and 2: who may say it must, and nobody else may. */
final class ProxyProtocolTest {
    private static final String REQUEST = "GET /who HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /** An exclamation mark stands for the end of a line. */
    @ParameterizedTest
    @CsvSource({
        "auto, 'PROXY TCP4 192.0.2.7 198.51.100.1 40000 443!', 192.0.2.7 http",
        "nio, 'PROXY TCP4 192.0.2.7 198.51.100.1 40000 443!', 192.0.2.7 http",
        "auto, 'PROXY TCP6 2001:db8::7 2001:db8::1 40000 443!', 2001:db8:0:0:0:0:0:7 http",
        "auto, 'PROXY UNKNOWN!', 127.0.0.1 http",
        "auto, HEX 21 11 000c c0000207 c6336401 9c40 01bb, 192.0.2.7 http",
        "nio, HEX 21 11 000c c0000207 c6336401 9c40 01bb, 192.0.2.7 http",
        "auto, HEX 21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 9c40 01bb,"
                + " 2001:db8:0:0:0:0:0:7 http",
        "auto, HEX 20 00 0000, 127.0.0.1 http",
        "auto, HEX 20 11 000c c0000207 c6336401 9c40 01bb, 127.0.0.1 http",
        "auto, HEX 21 00 0000, 127.0.0.1 http",
        "auto, HEX 21 11 0014 c0000207 c6336401 9c40 01bb 20 0005 01 00000000, 192.0.2.7 https",
        "auto, HEX 21 11 0014 c0000207 c6336401 9c40 01bb 20 0005 00 00000000, 192.0.2.7 http"
    })
    void clientIsWhomTheHeaderNames(String transport, String header, String who) throws Exception {
        try (Server server = start(transport, "127.0.0.1")) {
            byte[] bytes = concat(bytes(header.replace("!", "\r\n")), REQUEST.getBytes(StandardCharsets.ISO_8859_1));
            for (boolean byByte : new boolean[] {false, true}) {
                try (RawClient proxy = new RawClient(port(server))) {
                    if (byByte) {
                        for (byte b : bytes) {
                            proxy.send(new byte[] {b});
                        }
                    } else {
                        proxy.send(bytes);
                    }
                    assertThat(text(proxy.readToEnd()))
                            .startsWith("HTTP/1.1 200 ")
                            .endsWith("\r\n\r\n" + who + " example.org\n");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void connectionBecomesAWebSocketAllTheSame(String transport) throws Exception {
        try (Server server = start(transport, "127.0.0.1");
                RawClient proxy = new RawClient(port(server))) {
            proxy.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n"
                    + RawClient.handshake(port(server), "/ws").replace("Host: 127.0.0.1", "Host: example.org"));
            assertThat(proxy.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(proxy.readFrame().text()).startsWith("192.0.2.7 http example.org");
            proxy.send(RawClient.text("and on"));
            assertThat(proxy.readFrame().text()).isEqualTo("and on");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void whoIsNotNamedMayNotSaySo(String transport) throws Exception {
        try (Server server = start(transport, "127.0.0.1")) {
            try (RawClient liar = RawClient.from("127.0.0.5", port(server))) {
                liar.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n" + REQUEST);
                assertThat(text(liar.readToEnd())).startsWith("HTTP/1.1 400 ").doesNotContain("192.0.2.7");
            }
            try (RawClient liar = RawClient.from("127.0.0.5", port(server))) {
                liar.send(concat(
                        bytes("HEX 21 11 000c c0000207 c6336401 9c40 01bb"),
                        REQUEST.getBytes(StandardCharsets.ISO_8859_1)));
                assertThat(text(liar.readToEnd())).doesNotContain("192.0.2.7");
            }
            try (RawClient honest = RawClient.from("127.0.0.5", port(server))) {
                honest.send(REQUEST);
                assertThat(text(honest.readToEnd())).endsWith("127.0.0.5 http example.org\n");
            }
        }
        // The control: once it is named, it is believed.
        try (Server server = start(transport, "127.0.0.5/32");
                RawClient proxy = RawClient.from("127.0.0.5", port(server))) {
            proxy.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n" + REQUEST);
            assertThat(text(proxy.readToEnd())).endsWith("192.0.2.7 http example.org\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REQUEST,
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000\r\n" + REQUEST,
                "PROXY TCP4 192.0.2.777 198.51.100.1 40000 443\r\n" + REQUEST,
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 99999\r\n" + REQUEST,
                "PROXY TCP4 2001:db8::7 198.51.100.1 40000 443\r\n" + REQUEST,
                "PROXY TCP4 localhost localhost 1 2\r\n" + REQUEST,
                "PROXY  TCP4 192.0.2.7 198.51.100.1 40000 443\r\n" + REQUEST,
                "proxy TCP4 192.0.2.7 198.51.100.1 40000 443\r\n" + REQUEST,
                "PROXY TCP4 192.0.2.7 198.51.100.1 40000 443 and more than fits into the line, which has an end somewhere,"
                        + " or else one could go on for ever\r\n" + REQUEST,
                "HEX 31 11 000c c0000207 c6336401 9c40 01bb",
                "HEX 22 11 000c c0000207 c6336401 9c40 01bb",
                "HEX 21 71 000c c0000207 c6336401 9c40 01bb",
                "HEX 21 11 0004 c0000207 c6336401 9c40 01bb 0000 0000 0000",
                "HEX 21 11 0010 c0000207 c6336401 9c40 01bb 20 ffff 01"
            })
    void whoIsNamedAndDoesNotSaySoRightlyIsDisconnected(String said) throws Exception {
        try (Server server = start("auto", "127.0.0.1");
                RawClient proxy = new RawClient(port(server))) {
            proxy.send(bytes(said));
            proxy.shutdownOutput();
            assertThat(proxy.readToEnd()).isEmpty();
        }
    }

    /** The length that a header claims is not reserved, and not waited for beyond a bound. */
    @Test
    void longHeaderIsRefusedBeforeItIsThere() throws Exception {
        try (Server server = start("auto", "127.0.0.1");
                RawClient proxy = new RawClient(port(server))) {
            proxy.send(bytes("HEX 21 11 ffff c0000207 c6336401 9c40 01bb"));
            proxy.send(new byte[5_000]);
            assertThat(proxy.readToEnd()).isEmpty();
        }
    }

    @Test
    void noiseEndsThatConnectionAlone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Server server = start("auto", "127.0.0.1")) {
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[random.nextInt(1, 300)];
                random.nextBytes(noise);
                boolean signed = random.nextBoolean();
                byte[] said = signed ? concat(HexFormat.of().parseHex(SIGNATURE), noise) : noise;
                try (RawClient client = new RawClient(port(server))) {
                    client.send(said);
                    client.shutdownOutput();
                    String answer = text(client.readToEnd());
                    assertThat(answer)
                            .as("seed %d", seed)
                            .matches(a -> a.isEmpty() || a.startsWith("HTTP/1.1 4"), "nothing, or an error");
                }
            }
            try (RawClient proxy = new RawClient(port(server))) {
                proxy.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n" + REQUEST);
                assertThat(text(proxy.readToEnd())).endsWith("192.0.2.7 http example.org\n");
            }
        }
    }

    @Test
    void headerComesBeforeTls(@TempDir Path directory) throws Exception {
        PemFiles files = PemFiles.make(directory, "localhost");
        ServerOptions options =
                options("auto", "127.0.0.1").withTls(TlsIdentity.fromPem(files.certificate(), files.key()));
        try (Server server = Server.start(options, WhoAsks.ROUTES)) {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port(server));
            plain.getOutputStream()
                    .write("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n".getBytes(StandardCharsets.US_ASCII));
            SSLSocket secured = (SSLSocket) files.trustedBy(Optional.empty())
                    .getSocketFactory()
                    .createSocket(plain, "localhost", port(server), true);
            try (RawClient client = new RawClient(secured, plain)) {
                client.send(REQUEST);
                assertThat(text(client.readToEnd())).endsWith("192.0.2.7 https example.org\n");
            }
        }
    }

    @Test
    void commandHasOptionsForIt(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("ten.txt"), "0123456789");
        try (ServeProcess serve = ServeProcess.serve(
                        "--trust-proxy", "127.0.0.0/8", "--proxy-protocol", "--files", directory.toString());
                RawClient proxy = new RawClient(serve.port())) {
            proxy.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n"
                    + REQUEST.replace("/who", "/files/ten.txt")
                            .replace("Connection", "Range: bytes=3-4\r\nConnection"));
            assertThat(text(proxy.readToEnd())).startsWith("HTTP/1.1 206 ").endsWith("\r\n\r\n34");
        }
        for (String[] wrong : new String[][] {{"--proxy-protocol"}, {"--files", "/nowhere"}}) {
            String[] arguments = Stream.concat(Stream.of("serve", "--port", "0"), Stream.of(wrong))
                    .toArray(String[]::new);
            try (ServeProcess refused = ServeProcess.run(arguments)) {
                assertThat(refused.awaitExit()).isEqualTo(2);
                assertThat(refused.standardError()).hasSize(1);
            }
        }
    }

    private static Server start(String transport, String trusted) throws IOException {
        return Server.start(options(transport, trusted), WhoAsks.ROUTES);
    }

    private static ServerOptions options(String transport, String trusted) {
        return ServerOptions.DEFAULT
                .withPort(0)
                .withTransport(transport)
                .withProxies(Proxies.at(trusted).withProxyProtocol(true));
    }

    private static int port(Server server) {
        return server.address().getPort();
    }

    private static byte[] bytes(String said) {
        return said.startsWith("HEX ")
                ? HexFormat.of().parseHex(SIGNATURE + said.substring(4).replace(" ", ""))
                : said.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
