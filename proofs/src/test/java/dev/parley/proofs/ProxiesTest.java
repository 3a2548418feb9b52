package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Proxies;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through real proxies: tinyproxy for CONNECT, dante and microsocks for SOCKS version 5. */
final class ProxiesTest {
    @TempDir
    private Path directory;

    @Test
    void connectLeadsThroughAnHttpProxy() throws Exception {
        try (DebianProxy proxy = DebianProxy.tinyproxy(directory)) {
            assertEchoes(Proxies.http("127.0.0.1", proxy.port()), proxy, "CONNECT localhost:");
        }
    }

    @Test
    void connectLeadsThroughAnHttpProxyThatWantsCredentials() throws Exception {
        try (DebianProxy proxy = DebianProxy.tinyproxy(directory, "BasicAuth someone hush")) {
            Proxies proxies = Proxies.http("localhost", proxy.port());
            assertEchoes(proxies.withCredentials("someone", "hush"), proxy, "CONNECT localhost:");
            assertThat(failure(proxies)).contains("asks for credentials: give them with the proxy (407)");
            assertThat(failure(proxies.withCredentials("someone", "wrong")))
                    .contains("does not accept the credentials (40")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void socksLeadsThroughAProxy() throws Exception {
        try (DebianProxy proxy = DebianProxy.dante(directory)) {
            assertEchoes(Proxies.socks5("127.0.0.1", proxy.port()), proxy, "tcp/connect");
        }
    }

    @Test
    void socksLeadsThroughAProxyThatWantsCredentials() throws Exception {
        try (DebianProxy proxy = DebianProxy.microsocks("someone", "hush")) {
            Proxies proxies = Proxies.socks5("127.0.0.1", proxy.port());
            assertEchoes(proxies.withCredentials("someone", "hush"), proxy, "connected to localhost");
            assertThat(failure(proxies)).contains("asks for credentials");
            assertThat(failure(proxies.withCredentials("someone", "wrong")))
                    .contains("does not accept the credentials")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void whatAProxyCannotOrDoesNotWantToDoIsSaid() throws Exception {
        int nobody = DebianProxy.freePort();
        try (DebianProxy strict = DebianProxy.tinyproxy(directory, "ConnectPort 443");
                DebianProxy socks = DebianProxy.dante(directory);
                Server noProxy = EchoServer.start()) {
            String url = "ws://127.0.0.1:" + nobody + "/";
            assertThat(failure(Proxies.http("127.0.0.1", strict.port()), url))
                    .contains("the proxy 127.0.0.1:" + strict.port() + " refuses: 403");
            assertThat(failure(Proxies.socks5("127.0.0.1", socks.port()), url))
                    .contains("the proxy 127.0.0.1:" + socks.port() + " cannot connect: nothing listens there");
            assertThat(failure(Proxies.http("127.0.0.1", nobody), url))
                    .contains("the proxy 127.0.0.1:" + nobody + " cannot be reached: connection refused");
            assertThat(failure(Proxies.http("proxy.invalid", nobody), url))
                    .contains("the proxy proxy.invalid:" + nobody + " cannot be reached: unknown host");
            int port = noProxy.address().getPort();
            assertThat(failure(Proxies.socks5("127.0.0.1", port), url))
                    .contains("the proxy 127.0.0.1:" + port
                            + " asks for credentials: give them with the proxy; or it does not speak SOCKS5");
            assertThat(failure(Proxies.http("127.0.0.1", port), url)).contains("refuses: 4");
        }
    }

    @Test
    void theProxyLooksTheNameUp() throws Exception {
        try (DebianProxy http = DebianProxy.tinyproxy(directory);
                DebianProxy socks = DebianProxy.microsocks("someone", "hush")) {
            assertThat(failure(Proxies.NONE, "ws://name.invalid/")).contains("unknown host name.invalid");
            assertThat(failure(Proxies.http("127.0.0.1", http.port()), "ws://name.invalid/"))
                    .contains("the proxy 127.0.0.1:" + http.port() + " refuses: 5");
            http.awaitLog("CONNECT name.invalid:80");
            Proxies proxies = Proxies.socks5("127.0.0.1", socks.port()).withCredentials("someone", "hush");
            assertThat(failure(proxies, "ws://name.invalid/"))
                    .contains("the proxy 127.0.0.1:" + socks.port() + " cannot connect: ");
        }
    }

    @Test
    void theSystemSaysWhichProxy() throws Exception {
        try (DebianProxy proxy = DebianProxy.tinyproxy(directory);
                DebianProxy socks = DebianProxy.dante(directory);
                Server server = EchoServer.start()) {
            String url = EchoServer.url(server, "ws", "localhost");
            // By default nothing that is here goes through a proxy.
            List<String> byHttp =
                    List.of("-Dhttp.nonProxyHosts=", "-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + proxy.port());
            assertThat(ClientProgram.run(byHttp, url)).containsExactly("open");
            proxy.awaitLog("CONNECT localhost:" + server.address().getPort());
            List<String> bySocks =
                    List.of("-Dhttp.nonProxyHosts=", "-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=" + socks.port());
            assertThat(ClientProgram.run(bySocks, url)).containsExactly("open");
            socks.awaitLog("tcp/connect");
        }
    }

    @Test
    void theProxiesOfASelectorAreTriedInItsOrderAndItIsToldWhichDoNotWork() throws Exception {
        int nobody = DebianProxy.freePort();
        try (DebianProxy proxy = DebianProxy.tinyproxy(directory);
                Server server = EchoServer.start()) {
            Choice choice = new Choice(
                    new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", nobody)),
                    new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", proxy.port())));
            WebSocketOptions options = WebSocketOptions.DEFAULT.withProxies(Proxies.of(choice));
            String url = EchoServer.url(server, "ws", "localhost");
            new RecordingSocket(url + "?token=hush", options)
                    .awaitOpen()
                    .webSocket
                    .close();
            proxy.awaitLog("CONNECT localhost:");
            assertThat(choice.asked)
                    .containsExactly(URI.create(url.replace("ws", "http").replace("echo", "")));
            assertThat(choice.failed).containsExactly("127.0.0.1:" + nobody);
        }
    }

    @Test
    void aSelectorThatFailsIsSaid() throws Exception {
        assertThat(failure(Proxies.of(new Choice() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        throw new IllegalStateException("no idea");
                    }
                })))
                .contains("it cannot be told which proxy leads there", "no idea");
        assertThat(failure(Proxies.of(new Choice()), "ws://127.0.0.1:" + DebianProxy.freePort() + "/"))
                .contains("connection refused"); // nothing said: no proxy
    }

    // RFC 6455 §4.1: "the client MUST assume for the purposes of this step that each host name refers to a distinct
    // remote host"
    @Test
    void behindAProxyOneSocketConnectsToAHostAtATime() throws Exception {
        try (RawServer proxy = new RawServer()) {
            WebSocketOptions options = WebSocketOptions.DEFAULT.withProxies(Proxies.http("127.0.0.1", proxy.port()));
            RecordingSocket first = new RecordingSocket("ws://one.invalid/", options);
            RawServer.Client toOne = proxy.accept();
            assertThat(toOne.readHead()).startsWith("CONNECT one.invalid:80 HTTP/1.1\r\n");
            RecordingSocket waiting = new RecordingSocket("ws://one.invalid/", options);
            RecordingSocket other = new RecordingSocket("ws://two.invalid/", options);
            try (RawServer.Client toTwo = proxy.accept()) {
                assertThat(toTwo.readHead()).startsWith("CONNECT two.invalid:80 HTTP/1.1\r\n");
            }
            toOne.close();
            first.awaitClose();
            try (RawServer.Client toOneAgain = proxy.accept()) {
                assertThat(toOneAgain.readHead()).startsWith("CONNECT one.invalid:80 HTTP/1.1\r\n");
            }
            waiting.awaitClose();
            other.awaitClose();
        }
    }

    @Test
    void theServerIsNotToldWhatTheProxyIs() throws Exception {
        try (DebianProxy proxy = DebianProxy.tinyproxy(directory, "BasicAuth someone hush");
                RawServer server = new RawServer()) {
            Proxies proxies = Proxies.http("127.0.0.1", proxy.port()).withCredentials("someone", "hush");
            new RecordingSocket("ws://127.0.0.1:" + server.port() + "/", WebSocketOptions.DEFAULT.withProxies(proxies));
            try (RawServer.Client client = server.accept()) {
                assertThat(client.readHead()).startsWith("GET / HTTP/1.1").doesNotContainIgnoringCase("proxy-");
            }
        }
    }

    private void assertEchoes(Proxies proxies, DebianProxy proxy, String inLog) throws Exception {
        Pki pki = new Pki(directory).authority("authority").host("localhost", "authority", "DNS:localhost");
        try (Server plain = EchoServer.start();
                Server secure = EchoServer.start(pki.server("localhost"))) {
            WebSocketOptions options = pki.trusting("authority").withProxies(proxies);
            for (String url :
                    List.of(EchoServer.url(plain, "ws", "localhost"), EchoServer.url(secure, "wss", "localhost"))) {
                RecordingSocket socket = new RecordingSocket(url, options).awaitOpen();
                socket.webSocket.send("x".repeat(50_000));
                assertThat(socket.awaitMessage()).isEqualTo("x".repeat(50_000));
                socket.webSocket.close(1000);
                assertThat(socket.awaitClose().wasClean()).isTrue();
            }
        }
        proxy.awaitLog(inLog);
    }

    private static String failure(Proxies proxies) throws Exception {
        return failure(proxies, "ws://127.0.0.1:" + DebianProxy.freePort() + "/");
    }

    private static String failure(Proxies proxies, String url) throws Exception {
        RecordingSocket socket = new RecordingSocket(url, WebSocketOptions.DEFAULT.withProxies(proxies));
        String message = socket.awaitError().message();
        assertThat(socket.awaitClose().code()).isEqualTo(1006);
        return message;
    }

    /** A selector that says always the same. */
    private static class Choice extends ProxySelector {
        final List<URI> asked = Collections.synchronizedList(new ArrayList<>());
        final List<String> failed = Collections.synchronizedList(new ArrayList<>());
        private final List<Proxy> proxies;

        Choice(Proxy... proxies) {
            this.proxies = List.of(proxies);
        }

        @Override
        public List<Proxy> select(URI uri) {
            asked.add(uri);
            return proxies;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException why) {
            InetSocketAddress proxy = (InetSocketAddress) address;
            failed.add(proxy.getHostString() + ":" + proxy.getPort());
        }
    }
}
