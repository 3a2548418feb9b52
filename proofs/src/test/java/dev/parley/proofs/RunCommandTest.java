package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley run} as a user runs it. */
final class RunCommandTest {
    @TempDir
    private static Path folder;

    private static ServeProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.serve();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aScriptRunsUntilNothingIsLeftToDo() throws Exception {
        Path script = write("talk.js", """
                const socket = new WebSocket(scriptArgs[0]);
                socket.onopen = () => socket.send("grüße --base");
                socket.onmessage = (event) => { console.log(event.data); console.error(scriptArgs.slice(1)); socket.close(); };
                """);
        try (ServeProcess run = run(script.toString(), server.address("ws", "/echo"), "--base", "--help")) {
            assertThat(run.awaitExit()).isZero();
            assertThat(run.standardOutput()).containsExactly("grüße --base");
            assertThat(run.standardError()).contains("[ '--base', '--help' ]");
        }
    }

    @Test
    void aRelativeUrlIsRelativeToTheBase() throws Exception {
        Path script = write("relative.js", """
                const socket = new WebSocket("echo", "one");
                socket.onopen = () => { console.log(socket.url, socket.protocol, location.pathname); socket.close(); };
                """);
        try (ServeProcess run = run("--base", server.address("http", "/lab"), script.toString())) {
            assertThat(run.awaitExit()).isZero();
            assertThat(run.standardOutput()).containsExactly(server.address("ws", "/echo") + " one /lab");
        }
    }

    @Test
    void aTrustAnchorIsAdded() throws Exception {
        Pem.makeIdentity(folder, "localhost", "dns:localhost,ip:127.0.0.1");
        String certificate = folder.resolve("localhost.pem").toString();
        Path script = write("secure.js", """
                const socket = new WebSocket(scriptArgs[0]);
                socket.onopen = () => { console.log("open"); socket.close(); };
                socket.onclose = (event) => console.log(event.code);
                """);
        try (ServeProcess secure = ServeProcess.serve(
                "--tls-cert",
                certificate,
                "--tls-key",
                folder.resolve("localhost.key").toString())) {
            String url = secure.address("wss", "/echo");
            try (ServeProcess trusting = run("--cacert", certificate, script.toString(), url)) {
                assertThat(trusting.awaitExit()).isZero();
                assertThat(trusting.standardOutput()).containsExactly("open", "1005");
            }
            try (ServeProcess wary = run(script.toString(), url)) {
                assertThat(wary.awaitExit()).isZero();
                assertThat(wary.standardOutput()).containsExactly("1006");
                assertThat(wary.awaitError("TLS")).contains("WebSocket: ");
            }
        }
    }

    @Test
    void aModuleImportsItsNeighboursAndAwaits() throws Exception {
        write("neighbour.js", "export const address = (arguments_) => arguments_[0];");
        Path module = write("module.js", """
                import { address } from "./neighbour.js";
                const socket = new WebSocket(address(scriptArgs));
                await new Promise((resolve) => { socket.onopen = resolve; });
                socket.close();
                console.log(typeof this, socket.readyState);
                """);
        try (ServeProcess run = run("--module", module.toString(), server.address("ws", "/echo"))) {
            assertThat(run.awaitExit()).isZero();
            assertThat(run.standardOutput()).containsExactly("undefined 2");
        }
        Path byItsName = Files.copy(module, module.resolveSibling("module.mjs"));
        try (ServeProcess run = run(byItsName.toString(), server.address("ws", "/echo"))) {
            assertThat(run.awaitExit()).isZero();
            assertThat(run.standardOutput()).containsExactly("undefined 2");
        }
    }

    @Test
    void anUncaughtErrorIs1WithTheJavaScriptStack() throws Exception {
        Path script = write("wrong.js", """
                function broken() {
                  undefined.x;
                }
                const socket = new WebSocket(scriptArgs[0]);
                socket.onopen = () => broken();
                """);
        try (ServeProcess run = run(script.toString(), server.address("ws", "/echo"))) {
            assertThat(run.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", run.standardError()))
                    .contains("Uncaught TypeError", "at broken (", "wrong.js:2:")
                    .doesNotContain(".java");
        }
    }

    @Test
    void whatCannotBeRunIsOneClearLine() throws Exception {
        assertUnusable("missing.js", "missing.js");
        assertUnusable("FILE");
        assertUnusable(
                "nosuch.pem",
                "--cacert",
                folder.resolve("nosuch.pem").toString(),
                write("any.js", "").toString());
        assertUnusable("nonsense", "--base", "nonsense", write("any.js", "").toString());
    }

    private static void assertUnusable(String word, String... arguments) throws Exception {
        try (ServeProcess refused = run(arguments)) {
            assertThat(refused.awaitExit()).isEqualTo(2);
            assertThat(refused.standardOutput()).isEmpty();
            assertThat(refused.standardError()).hasSize(1).first().asString().contains(word);
        }
    }

    private static ServeProcess run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        return ServeProcess.run(all.toArray(String[]::new));
    }

    private static Path write(String name, String source) throws Exception {
        return Files.writeString(folder.resolve(name), source);
    }
}
