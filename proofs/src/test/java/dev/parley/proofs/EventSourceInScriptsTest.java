package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.script.Script;
import dev.parley.script.ScriptOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script's {@code EventSource} makes of servers that say no, say too much, or go away (HTML standard §9.2). */
final class EventSourceInScriptsTest {
    private static final long PATIENCE_SECONDS = 30;
    /** Tells all that happens; the end of the script is the end of the source, since nothing else holds it. */
    private static final String TELLING = "const source = new EventSource(scriptArgs[0]);\n"
            + "source.onopen = () => print('open ' + source.readyState);\n"
            + "source.onmessage = ({ data, lastEventId }) => print(data.length + ' ' + data.slice(0, 20) + ' ' + lastEventId);\n"
            + "source.onerror = () => print('error ' + source.readyState);\n";

    private static final String CLOSING_WHEN_LOST =
            TELLING + "source.addEventListener('error', () => { if (source.readyState === 0) source.close(); });\n";

    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {204, 404, 503})
    void anyOtherStatusThan200EndsIt(int status) throws Exception {
        assertThat(toldOf("HTTP/1.1 " + status + " No\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n"))
                .containsExactly("error 2");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the server answered with the status " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Content-Type: text/plain\r\n", "Content-Type: application/json; x=text/event-stream\r\n"})
    void anotherTypeEndsIt(String type) throws Exception {
        assertThat(toldOf("HTTP/1.1 200 OK\r\n" + type + "\r\ndata: a\n\n")).containsExactly("error 2");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the answer is not of the type text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream;charset=utf-8", "Text/Event-Stream ; x=\"y\""})
    void theTypeMayHaveParametersAndAnyCase(String type) throws Exception {
        assertThat(toldOf("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\ndata: a\n\n"))
                .containsExactly("open 1", "1 a ", "error 0");
    }

    /** A line without an end, and an event of many lines; what came before them is told. */
    @ParameterizedTest
    @ValueSource(strings = {"data: xxxxxxxxxxxx", ": xxxxxxxxxxxx", "data: xxx\ndata: xxx\ndata: xxx\n"})
    void anEventThatIsTooLargeEndsIt(String part) throws Exception {
        assertThat(toldOf(STREAM + "data: a\n\n" + part.repeat(100))).containsExactly("open 1", "1 a ", "error 2");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the server sent an event of more than 1000 bytes");
    }

    /** The control: as many bytes in events of their own. */
    @Test
    void manyEventsThatAreNotTooLargeAreTold() throws Exception {
        List<String> told = toldOf(STREAM + ("data: " + "x".repeat(900) + "\n\n").repeat(50));
        assertThat(told).hasSize(52).startsWith("open 1").endsWith("900 " + "x".repeat(20) + " ", "error 0");
    }

    @Test
    void whatIsLostIsAskedForAgainAfterTheTimeThatTheServerSaid() throws Exception {
        try (RawServer server = new RawServer()) {
            CompletableFuture<List<String>> told = run(server, TELLING);
            long begin;
            try (RawServer.Client client = server.accept()) {
                assertThat(client.readHead())
                        .containsIgnoringCase("Accept: text/event-stream\r\n")
                        .containsIgnoringCase("Cache-Control: no-store\r\n")
                        .doesNotContainIgnoringCase("Last-Event-ID");
                client.send(STREAM + "retry: 150\nid: seven\ndata: a\n\nid: eight\ndata: never ends");
                begin = System.nanoTime();
            }
            try (RawServer.Client client = server.accept()) {
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                        .isGreaterThanOrEqualTo(150);
                assertThat(client.readHead()).containsIgnoringCase("Last-Event-ID: seven\r\n");
                client.send(STREAM + "data: b\n\nid: caf\u00c3\u00a9\ndata: c\n\n");
            }
            try (RawServer.Client client = server.accept()) {
                assertThat(client.readHead()).doesNotContainIgnoringCase("Last-Event-ID");
                client.send("HTTP/1.1 204 Enough\r\n\r\n");
            }
            assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .containsExactly(
                            "open 1", "1 a seven", "error 0", "open 1", "1 b seven", "1 c café", "error 0", "error 2");
        }
    }

    /** Nor is the time waited for after which a source that is closed would have tried again: it may be a day. */
    @Test
    void noServerIsNoEndAndClosingIsOneAtOnce() throws Exception {
        RawServer gone = new RawServer();
        gone.close();
        assertThat(run(gone, CLOSING_WHEN_LOST).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .containsExactly("error 0");
        try (RawServer server = new RawServer()) {
            CompletableFuture<List<String>> told = run(
                    server, TELLING + "source.addEventListener('error', () => setTimeout(() => source.close()));\n");
            try (RawServer.Client client = server.accept()) {
                client.readHead();
                client.send(STREAM + "retry: 86400000\n\n");
            }
            assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly("error 0", "open 1", "error 0");
        }
    }

    @Test
    void aSourceThatIsClosedHearsNothingMore() throws Exception {
        try (RawServer server = new RawServer()) {
            CompletableFuture<List<String>> told =
                    run(server, TELLING + "source.addEventListener('message', () => source.close());\n");
            try (RawServer.Client client = server.accept()) {
                client.readHead();
                client.send(STREAM + "data: a\n\ndata: b\n\n");
                assertThat(client.read()).as("the client ends the connection").isNegative();
            }
            assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly("open 1", "1 a ");
        }
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        try (RawServer server = new RawServer();
                RawServer other = new RawServer()) {
            CompletableFuture<List<String>> told = run(server, CLOSING_WHEN_LOST);
            try (RawServer.Client client = server.accept()) {
                client.readHead();
                client.send("HTTP/1.1 307 There\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:" + other.port()
                        + "/events\r\n\r\n");
            }
            try (RawServer.Client client = other.accept()) {
                assertThat(client.readHead()).startsWith("GET /events ");
                client.send(STREAM + "data: a\n\n");
            }
            assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly("open 1", "1 a ", "error 0");
        }
    }

    /** What a script tells of a server that says this to one client, and ends. */
    private List<String> toldOf(String answer) throws Exception {
        try (RawServer server = new RawServer()) {
            CompletableFuture<List<String>> told = run(server, CLOSING_WHEN_LOST);
            try (RawServer.Client client = server.accept()) {
                client.readHead();
                client.send(answer);
            }
            return told.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Runs a script to its end; the future has the lines that it prints. */
    private CompletableFuture<List<String>> run(RawServer server, String source) {
        ScriptOptions options = ScriptOptions.DEFAULT
                .withArguments(List.of("http://127.0.0.1:" + server.port() + "/"))
                .withMaxEventBytes(1000)
                .withOutput(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        // On a thread of its own: on two processors JDK 25 has one for all that is asynchronous, the HTTP client's
        // answers too.
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Script script = Script.open(options)) {
                        script.run(source);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return out.toString(StandardCharsets.UTF_8).lines().toList();
                },
                task -> new Thread(task, "script").start());
    }
}
