package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that the browser's WebSocket can do, done by scripts in Chromium against the running server. */
@Tag("one-jdk")
final class SeedsInChromiumTest {
    private static ServeProcess server;
    private static Chromium chromium;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve("--max-message", "32m");
        chromium = Chromium.start();
        page = chromium.open(server.address("http", "/lab"), 1280, 800);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    @Test
    void textComesBackAsText() {
        assertThat(run("""
                const ws = new WebSocket(echo);
                ws.onmessage = (e) => { done([typeof e.data, e.data, e.origin]); ws.close(); };
                ws.onopen = () => ws.send("an example message ü 😀");
                """)).isEqualTo(List.of("string", "an example message ü 😀", server.address("ws", "")));
    }

    @Test
    void fiveBytesWithAFloatAndAByteComeBackBitForBitAsArrayBuffer() {
        assertThat(run("""
                const ws = new WebSocket(echo);
                const buffer = new ArrayBuffer(5);
                const view = new DataView(buffer);
                view.setFloat32(0, Math.PI);
                view.setUint8(4, 127);
                ws.binaryType = "arraybuffer";
                ws.onmessage = (e) => {
                  const got = new DataView(e.data);
                  done([e.data.byteLength, got.getUint8(4), got.getFloat32(0) === Math.fround(Math.PI)]);
                  ws.close();
                };
                ws.onopen = () => ws.send(buffer);
                """)).isEqualTo(List.of(5, 127, true));
    }

    @Test
    void aBlobAndAFileComeBackAsBlob() {
        assertThat(run("""
                const ws = new WebSocket(echo);
                const got = [];
                ws.onmessage = async (e) => {
                  got.push(e.data instanceof Blob, await e.data.text());
                  if (got.length === 4) { done(got); ws.close(); }
                };
                ws.onopen = () => {
                  ws.send(new Blob(["of ", "parts"]));
                  ws.send(new File(["a file"], "note.txt", { type: "text/plain" }));
                };
                """)).isEqualTo(List.of(true, "of parts", true, "a file"));
    }

    @Test
    void theServerChoosesOneSubprotocolAndCompression() {
        String script = """
                const ws = new WebSocket(echo, %s);
                const before = [ws.protocol, ws.extensions];
                ws.onopen = () => { done([...before, ws.protocol, ws.extensions]); ws.close(); };
                """;
        String extensions = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        assertThat(run(script.formatted("\"protocolOne\""))).isEqualTo(List.of("", "", "protocolOne", extensions));
        assertThat(run(script.formatted("[\"protocolOne\", \"protocolTwo\"]")))
                .isEqualTo(List.of("", "", "protocolOne", extensions));
        assertThat(run(script.formatted("[]"))).isEqualTo(List.of("", "", "", extensions));
    }

    @Test
    void readyStateGoesFromConnectingToClosed() {
        assertThat(run("""
                const ws = new WebSocket(echo);
                const states = [ws.readyState];
                ws.onopen = () => { states.push(ws.readyState); ws.close(3001, "done"); states.push(ws.readyState); };
                ws.onclose = (e) => done([...states, ws.readyState, e.wasClean, e.code, e.reason]);
                """)).isEqualTo(List.of(0, 1, 2, 3, true, 3001, "done"));
    }

    @Test
    void bufferedAmountRisesAndFalls() {
        assertThat(run("""
                const ws = new WebSocket(echo);
                ws.onopen = () => {
                  ws.send(new Uint8Array(16 << 20));
                  const risen = ws.bufferedAmount;
                  const wait = () => ws.bufferedAmount === 0 ? (done([risen, 0]), ws.close()) : setTimeout(wait, 5);
                  wait();
                };
                """)).isEqualTo(List.of(16 << 20, 0));
    }

    @Test
    void closingWhileConnectingIsAnErrorAnd1006() {
        assertThat(run("""
                const events = [];
                const ws = new WebSocket(echo);
                ws.onopen = () => events.push("open");
                ws.onerror = () => events.push("error");
                ws.onclose = (e) => done([...events, e.code, e.wasClean]);
                ws.close();
                """)).isEqualTo(List.of("error", 1006, false));
    }

    @Test
    void anAbnormalEndIs1006AndNotClean() throws Exception {
        try (ServeProcess doomed = ServeProcess.serve("--allow-origin", "*")) {
            page.evaluate("""
                    (url) => new Promise((opened) => {
                      const ws = new WebSocket(url);
                      window.ending = new Promise((ended) => { ws.onclose = (e) => ended([e.code, e.wasClean]); });
                      ws.onopen = opened;
                    })""", doomed.address("ws", "/echo"));
            doomed.kill();
            assertThat(page.evaluate("() => window.ending")).isEqualTo(List.of(1006, false));
        }
    }

    @Test
    void theServerLeavingIs1001AndClean() throws Exception {
        try (ServeProcess leaving = ServeProcess.serve("--allow-origin", "*")) {
            page.evaluate("""
                    (url) => new Promise((opened) => {
                      const ws = new WebSocket(url);
                      window.ending = new Promise((ended) => { ws.onclose = (e) => ended([e.code, e.wasClean]); });
                      ws.onopen = opened;
                    })""", leaving.address("ws", "/echo"));
            leaving.terminate();
            assertThat(page.evaluate("() => window.ending")).isEqualTo(List.of(1001, true));
            assertThat(leaving.awaitExit()).isZero();
        }
    }

    @Test
    void aPageOfAnotherOriginMayNotConnect() throws Exception {
        try (ServeProcess other = ServeProcess.serve()) {
            Object outcome = page.evaluate("""
                    (url) => new Promise((ended) => {
                      const ws = new WebSocket(url);
                      ws.onopen = () => ended("open");
                      ws.onclose = (e) => ended(e.code);
                    })""", other.address("ws", "/echo"));
            assertThat(outcome).isEqualTo(1006);
        }
    }

    @Test
    void wssWorksWithASelfSignedCertificate() throws Exception {
        try (ServeProcess secure = ServeProcess.serve("--tls-self-signed")) {
            Page securePage = chromium.open(secure.address("https", "/lab"), 390, 844);
            assertThat(securePage.evaluate("""
                            (url) => new Promise((done) => {
                              const ws = new WebSocket(url);
                              ws.onopen = () => ws.send("secret");
                              ws.onmessage = (e) => { done([ws.url, e.data]); ws.close(); };
                            })""", secure.address("wss", "/echo")))
                    .isEqualTo(List.of(secure.address("wss", "/echo"), "secret"));
        }
    }

    /** Runs a script that gets the address of the echo and says {@code done(value)}. */
    private static Object run(String script) {
        // Spliced in, not evaluated in the page: its content security policy forbids that, as it should.
        return page.evaluate("(echo) => new Promise((done) => {" + script + "})", server.address("ws", "/echo"));
    }
}
