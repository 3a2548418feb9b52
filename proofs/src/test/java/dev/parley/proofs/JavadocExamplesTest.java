package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every public type of the server shows how it is used, and what it shows compiles. */
@Tag("one-jdk")
final class JavadocExamplesTest {
    private static final Path SOURCES = Path.of("..", "server", "src", "main", "java", "dev", "parley", "server");

    /** Those without an example of their own, and why. */
    private static final Map<String, String> WITHOUT = Map.of(
            "AccessLog", "what it writes is the example; LineFile has how it is made",
            "AddressRange", "made by Proxies.at",
            "ClientCertificates", "a constant for ServerTls, whose page in the guide has both",
            "EventStream", "given to an EventStreamHandler, which has the example",
            "Forwarding", "a constant for Proxies",
            "PeerObserver", "made by a ServerObserver",
            "Request", "given to a Gate or an HttpHandler, which have examples",
            "TlsFiles", "an argument of ServerTls.from, which has the example");

    private static final Pattern PUBLIC =
            Pattern.compile("(?m)^public (?:final |sealed )*(?:class|interface|record|enum) ");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* }</pre>");
    private static final Pattern MEMBERS = Pattern.compile("(?m)^(?:public void|class) ");

    /** What readers have at the top of their file. */
    private static final String IMPORTS = Stream.of(
                    "dev.parley.engine.*",
                    "dev.parley.server.*",
                    "java.io.*",
                    "java.net.SocketAddress",
                    "java.nio.ByteBuffer",
                    "java.nio.file.*",
                    "java.time.Duration",
                    "java.util.*",
                    "java.util.concurrent.*")
            .reduce("", (all, each) -> all + "import " + each + ";\n");

    @Test
    void everyPublicTypeHasOneOrAReason() throws IOException {
        List<String> without = new ArrayList<>();
        for (Path file : publicTypes()) {
            if (!EXAMPLE.matcher(Files.readString(file)).find()) {
                without.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT.keySet());
    }

    @Test
    void whatIsShownCompiles(@TempDir Path classes) throws IOException {
        List<GuideBlock> blocks = new ArrayList<>();
        for (Path file : publicTypes()) {
            EXAMPLE.matcher(Files.readString(file)).results().forEach(example -> {
                String code = example.group(1).replaceAll("(?m)^ \\* ?", "");
                if (MEMBERS.matcher(code).find()) {
                    code = "class Example implements WebSocketHandler {\nlong bytes;\n" + code + "\n}";
                }
                blocks.add(new GuideBlock(file.getFileName().toString(), "java", blocks.size(), IMPORTS + code + "\n"));
            });
        }
        assertThat(blocks).hasSizeGreaterThan(20);
        assertThat(GuideProgram.compile(GuideProgram.of(blocks).values(), classes))
                .isEmpty();
    }

    private static List<Path> publicTypes() throws IOException {
        List<Path> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                if (PUBLIC.matcher(Files.readString(file)).find()) {
                    types.add(file);
                }
            }
        }
        return types;
    }
}
