package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.script.Script;
import dev.parley.script.ScriptOptions;
import dev.parley.server.EventStream;
import dev.parley.server.EventStreamHandler;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of JavaScript in the guide runs; those of the page on topics in {@link TopicsGuideTest}, in a browser. */
final class GuideScriptsTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```js\n(.*?)^```");

    @TempDir
    private Path folder;

    @Test
    void thereAreNoMoreThanAreRunHere() throws Exception {
        List<String> all = new ArrayList<>();
        try (Stream<Path> pages = Files.list(GUIDE)) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md") && !file.endsWith("topics.md"))
                    .toList()) {
                all.addAll(blocksOf(page));
            }
        }
        assertThat(all).containsExactlyInAnyOrder(block("conformance.md"), block("server-sent-events.md"));
    }

    @Test
    void theLoopForAClientGoesOnUntilAllCasesAreDone() throws Exception {
        AtomicInteger cases = new AtomicInteger();
        Routes routes = Routes.NONE.webSocket("/run", new WebSocketHandler() {
            @Override
            public void onOpen(Peer peer) {
                peer.send("case " + cases.incrementAndGet());
            }

            @Override
            public void onText(Peer peer, String text) {
                peer.close(1000, text.equals("case 3") ? "all cases done" : "");
            }
        });
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes)) {
            Path loop = Files.writeString(
                    folder.resolve("loop.mjs"),
                    block("conformance.md")
                            .replace(":9002/", ":" + server.address().getPort() + "/"));
            try (Script script = Script.open(ScriptOptions.DEFAULT.withModules(folder))) {
                script.runModule(loop);
            }
        }
        assertThat(cases).hasValue(3);
    }

    @Test
    void theListenerOfAnEventStreamIsTold() throws Exception {
        Routes routes = Routes.NONE.eventStream("/prices", new EventStreamHandler() {
            @Override
            public void onOpen(EventStream stream) {
                stream.send("1", "price", "{\"of\":\"bread\"}");
            }
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Server server = Server.start(ServerOptions.DEFAULT.withPort(0), routes);
                Script script = Script.open(ScriptOptions.DEFAULT
                        .withBase("http://127.0.0.1:" + server.address().getPort() + "/")
                        .withOutput(new PrintStream(out, true, StandardCharsets.UTF_8), System.err))) {
            script.run(
                    "const show = (price) => { print(price.of); source.close(); };\n" + block("server-sent-events.md"));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("bread");
    }

    private static String block(String page) throws IOException {
        return blocksOf(GUIDE.resolve(page)).get(0);
    }

    private static List<String> blocksOf(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
