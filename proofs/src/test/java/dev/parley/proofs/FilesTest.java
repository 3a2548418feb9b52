package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.TlsIdentity;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a folder, over raw HTTP: what they go out with, in parts, and nothing from outside. */
final class FilesTest {
    private static final int LARGE = 16 * 1024 * 1024;
    private static final Instant CHANGED = Instant.parse("2026-03-08T09:10:11.5Z");

    @TempDir
    private static Path directory;

    private static Path site;
    private static Server server;
    private static byte[] large;

    @BeforeAll
    static void start() throws Exception {
        site = Files.createDirectories(directory.resolve("site"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(site.resolve("index.html"), "<p>home</p>");
        Files.writeString(site.resolve("ten.txt"), "0123456789");
        Files.setLastModifiedTime(site.resolve("ten.txt"), FileTime.from(CHANGED));
        Files.writeString(site.resolve("über uns.txt"), "ü");
        Files.writeString(site.resolve("data.unheardof"), "?");
        Files.writeString(site.resolve("empty.txt"), "");
        Files.writeString(site.resolve(".env"), "secret");
        Files.writeString(Files.createDirectories(site.resolve("sub")).resolve("index.html"), "<p>sub</p>");
        Files.createDirectories(site.resolve("bare"));
        Files.writeString(Files.createDirectories(site.resolve(".well-known")).resolve("x.txt"), "known");
        Files.createSymbolicLink(site.resolve("out.txt"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(site.resolve("outside"), directory);
        Files.createSymbolicLink(site.resolve("inside.txt"), site.resolve("ten.txt"));
        new ProcessBuilder("mkfifo", site.resolve("pipe").toString()).start().waitFor();
        large = new byte[LARGE];
        new Random(1).nextBytes(large);
        Files.write(site.resolve("large.bin"), large);
        server = Server.start(options("auto"), routes());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <p>home</p>",
        "/index.html, text/html; charset=utf-8, <p>home</p>",
        "/ten.txt, text/plain; charset=utf-8, 0123456789",
        "/ten.txt?v=2, text/plain; charset=utf-8, 0123456789",
        "/t%65n.txt, text/plain; charset=utf-8, 0123456789",
        "/inside.txt, text/plain; charset=utf-8, 0123456789",
        "/sub/, text/html; charset=utf-8, <p>sub</p>",
        "/.well-known/x.txt, text/plain; charset=utf-8, known",
        "/data.unheardof, application/octet-stream, ?",
        "/empty.txt, text/plain; charset=utf-8, ''"
    })
    void fileGoesOutWithItsType(String path, String type, String content) throws IOException {
        String answer = get(path);
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: " + type + "\r\n", "X-Content-Type-Options: nosniff\r\n", "ETag: \"")
                .containsIgnoringCase("content-length: " + content.length() + "\r\n")
                .endsWith("\r\n\r\n" + content);
    }

    @Test
    void nameMayHaveAnyLetters() throws IOException {
        assertThat(get("/%C3%BCber%20uns.txt")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nÃ¼");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/%2e%2e%2fsecret.txt",
                "/.%2e/secret.txt",
                "/%252e%252e/secret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/%uff0e%uff0e/secret.txt",
                "/ten.txt%00.html",
                "/ten.txt%00",
                "//etc/passwd",
                "//../secret.txt",
                "/./ten.txt",
                "/ten.txt/",
                "/ten.txt/.",
                "/ten.txt.",
                "/ten.txt%20",
                "/ten.txt::$DATA",
                "/c:/windows/win.ini",
                "/C:ten.txt",
                "/con",
                "/aux.txt",
                "/COM1",
                "/nul.html",
                "/ten%",
                "/ten%2",
                "/ten%zz",
                "/%ff",
                "/out.txt",
                "/outside/secret.txt",
                "/outside/",
                "/outside",
                "/.env",
                "/sub/.env",
                "/pipe",
                "/bare/",
                "/nowhere",
                "/%0d%0aSet-Cookie:x",
                "/ten.txt;/../../secret.txt"
            })
    void nothingElseIsSent(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404 ").doesNotContain("secret", "0123456789", "root:");
    }

    @Test
    void everyByteInANameIsAnsweredAndTheServerLives() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int j = random.nextInt(12); j >= 0; j--) {
                int c = random.nextInt(256);
                path.append(random.nextInt(3) == 0 || c <= ' ' || c >= 0x7F ? "%" + Integer.toHexString(c) : (char) c);
            }
            assertThat(get(path.toString())).as(path.toString()).matches("(?s)HTTP/1.1 [24]\\d\\d .*");
        }
        assertThat(get("/ten.txt")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void folderWithoutItsSlashIsMoved() throws IOException {
        assertThat(get("/sub?a=b")).startsWith("HTTP/1.1 301 ").contains("\r\nLocation: /sub/?a=b\r\n");
        assertThat(get("//sub")).as("no way to another host").startsWith("HTTP/1.1 404 ");
    }

    @Test
    void headHasTheHeadOfGet() throws IOException {
        String answer = ask("HEAD /ten.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-length: 10\r\n")
                .contains("Last-Modified: Sun, 08 Mar 2026 09:10:11 GMT\r\n")
                .endsWith("\r\n\r\n");
        assertThat(ask("POST /ten.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
    }

    /** RFC 9110 §13.2.2: which of them comes first. {@code TAG} is the file's own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "304 | If-None-Match: TAG",
                "304 | If-None-Match: W/TAG",
                "304 | If-None-Match: \"a\", TAG",
                "304 | If-None-Match: *",
                "200 | If-None-Match: \"a\"",
                "200 | If-None-Match: \"a\"!If-Modified-Since: Sun, 08 Mar 2026 09:10:11 GMT",
                "304 | If-Modified-Since: Sun, 08 Mar 2026 09:10:11 GMT",
                "304 | If-Modified-Since: Mon, 09 Mar 2026 00:00:00 GMT",
                "200 | If-Modified-Since: Sun, 08 Mar 2026 09:10:10 GMT",
                "200 | If-Modified-Since: yesterday",
                "412 | If-Match: \"a\"",
                "412 | If-Match: W/TAG",
                "200 | If-Match: TAG",
                "200 | If-Match: *",
                "412 | If-Unmodified-Since: Sun, 08 Mar 2026 09:10:10 GMT",
                "200 | If-Unmodified-Since: Sun, 08 Mar 2026 09:10:11 GMT"
            })
    void conditionIsKept(int status, String fields) throws IOException {
        String answer = get("/ten.txt", fields.replace("TAG", tag("/ten.txt")).replace("!", "\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("ETag: ");
        assertThat(answer.endsWith("0123456789")).isEqualTo(status == 200);
        if (status == 304) {
            assertThat(answer).doesNotContainIgnoringCase("content-length");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "bytes=0-3 | bytes 0-3/10 | 0123",
                "bytes=7- | bytes 7-9/10 | 789",
                "bytes=-3 | bytes 7-9/10 | 789",
                "bytes=-30 | bytes 0-9/10 | 0123456789",
                "bytes=0-99 | bytes 0-9/10 | 0123456789",
                "bytes=9-9 | bytes 9-9/10 | 9",
                "bytes=10- | bytes */10 | ''",
                "bytes=-0 | bytes */10 | ''",
                "bytes=999999999999999999- | bytes */10 | ''",
                "bytes=3-1 | none | 0123456789",
                "bytes=- | none | 0123456789",
                "bytes=a-b | none | 0123456789",
                "lines=0-1 | none | 0123456789",
                "bytes=0-1,3-4 | none | 0123456789",
                "bytes=99999999999999999999- | none | 0123456789"
            })
    void partIsSentAlone(String range, String contentRange, String content) throws IOException {
        String answer = get("/ten.txt", "Range: " + range);
        if (contentRange == null) {
            assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("Content-Range");
        } else {
            assertThat(answer)
                    .startsWith(content.isEmpty() ? "HTTP/1.1 416 " : "HTTP/1.1 206 ")
                    .contains("\r\nContent-Range: " + contentRange + "\r\n");
        }
        assertThat(answer)
                .containsIgnoringCase("content-length: " + content.length() + "\r\n")
                .endsWith("\r\n\r\n" + content);
    }

    @Test
    void partOfAnotherVersionIsNotSent() throws IOException {
        String tag = tag("/ten.txt");
        assertThat(get("/ten.txt", "Range: bytes=0-1\r\nIf-Range: " + tag)).startsWith("HTTP/1.1 206 ");
        assertThat(get("/ten.txt", "Range: bytes=0-1\r\nIf-Range: Sun, 08 Mar 2026 09:10:11 GMT"))
                .startsWith("HTTP/1.1 206 ");
        assertThat(get("/ten.txt", "Range: bytes=0-1\r\nIf-Range: \"old\"")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/ten.txt", "Range: bytes=0-1\r\nIf-Range: W/" + tag)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void changedFileHasAnotherTag() throws IOException {
        Path file = site.resolve("changing.txt");
        Files.writeString(file, "one");
        String before = tag("/changing.txt");
        assertThat(get("/changing.txt", "If-None-Match: " + before)).startsWith("HTTP/1.1 304 ");
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(CHANGED));
        assertThat(get("/changing.txt", "If-None-Match: " + before))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("two");
    }

    @Test
    void requestsBehindAFileAreAnsweredAfterIt() throws IOException {
        try (RawClient client = new RawClient(port())) {
            client.send("GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\nGET /ten.txt HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            client.readHead();
            assertThat(Arrays.equals(client.readBytes(LARGE), large)).isTrue();
            assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
                    .containsSubsequence("HTTP/1.1 200 ", "0123456789", "HTTP/1.1 404 ");
        }
    }

    /** Also to many who do not take it: what is held of it is bounded for each. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio", "io_uring", "TLS"})
    void largeFileIsNotHeld(String transport) throws Exception {
        ServerOptions options = options(transport.equals("TLS") ? "auto" : transport);
        PemFiles files = null;
        if (transport.equals("TLS")) {
            files = PemFiles.make(directory, "localhost");
            options = options.withTls(TlsIdentity.fromPem(files.certificate(), files.key()));
        }
        List<RawClient> slow = new ArrayList<>();
        try (Server other = Server.start(options, routes())) {
            int port = other.address().getPort();
            long before = PlatformDependent.usedDirectMemory();
            for (int i = 0; i < 12; i++) {
                RawClient client =
                        files != null ? files.connect("127.0.0.1", port, Optional.empty()) : new RawClient(port);
                client.send("GET /large.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                slow.add(client);
            }
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(2L * LARGE);
            assertThat(Arrays.equals(slow.get(7).readBytes(LARGE), large)).isTrue();
            assertThat(slow.get(7).readToEnd()).isEmpty();
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void fileThatBecomesShorterEndsTheConnection() throws Exception {
        Path file = site.resolve("shrinking.bin");
        Files.write(file, large);
        try (RawClient client = new RawClient(port())) {
            client.send("GET /shrinking.bin HTTP/1.1\r\nHost: x\r\n\r\n");
            client.readHead();
            Files.write(file, new byte[10]);
            assertThat(client.readToEnd().length).isLessThan(LARGE);
        }
        assertThat(get("/ten.txt")).startsWith("HTTP/1.1 200 ");
    }

    private static Routes routes() {
        return Routes.NONE.files("/", site);
    }

    private static ServerOptions options(String transport) {
        return ServerOptions.DEFAULT.withPort(0).withTransport(transport);
    }

    private static int port() {
        return server.address().getPort();
    }

    private static String tag(String path) throws IOException {
        Matcher tag = Pattern.compile("\r\nETag: (\"[^\"]+\")\r\n").matcher(get(path));
        assertThat(tag.find()).isTrue();
        return tag.group(1);
    }

    private static String get(String path, String... fields) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join(
                        "", Arrays.stream(fields).map(field -> field + "\r\n").toList()) + "\r\n");
    }

    private static String ask(String request) throws IOException {
        try (RawClient client = new RawClient(port())) {
            client.send(request);
            return new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
        }
    }
}
