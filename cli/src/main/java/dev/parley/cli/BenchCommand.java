package dev.parley.cli;

import dev.parley.bench.Content;
import dev.parley.bench.Load;
import dev.parley.bench.LoadResult;
import dev.parley.bench.LoadRun;
import dev.parley.bench.Pace;
import dev.parley.bench.Payload;
import dev.parley.bench.Work;
import dev.parley.bench.WrongAnswerException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code parley bench}: puts a load on somebody's WebSocket server, and says how it took it. */
@Command(
        name = "bench",
        description = {
            "Puts a load on a WebSocket server that sends every message back, compares every byte of what comes back,"
                    + " and tells rate and latency.",
            "It ends with 0 if all that came back was right, 1 if something was not, 2 if there was nothing to measure."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int WRONG = 1;

    @Parameters(paramLabel = "URL", description = "The server, for instance ws://127.0.0.1:8080/echo.")
    private URI url = URI.create("");

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            description = "Connections (default: ${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(
            names = {"-d", "--in-flight"},
            paramLabel = "N",
            description = "Messages of a connection that may be unanswered (default: ${DEFAULT-VALUE}).")
    private int inFlight = 1;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Payload of a message, for instance 20, 64k or 1m (default: ${DEFAULT-VALUE}).")
    private ByteCount size = new ByteCount(Payload.DEFAULT.bytes());

    @Option(
            names = {"-t", "--time"},
            paramLabel = "SECONDS",
            description = "How long the clock runs (default: ${DEFAULT-VALUE}).")
    private double seconds = 5;

    @Option(
            names = {"-w", "--warm-up"},
            paramLabel = "SECONDS",
            description = "What comes before (default: ${DEFAULT-VALUE}).")
    private double warmUp = 1;

    @Option(
            names = "--text",
            arity = "0..1",
            paramLabel = "KIND",
            fallbackValue = "ascii",
            converter = Text.class,
            description = "Send text: ascii (JSON), or mixed (characters of one to four bytes).")
    private Content content = Content.BINARY;

    @Option(names = "--compress", description = "Agree on permessage-deflate, and send compressed.")
    private boolean compress;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Send so many messages a second in all, whatever the server does; latency counts from when"
                    + " each was due.")
    private long rate;

    @Option(
            names = "--work",
            paramLabel = "WORK",
            converter = WorkName.class,
            description = "echo; fan-out (one sends, the server sends to all); idle (hold connections); connect (open"
                    + " and end them) (default: echo).")
    private Work work = Work.ECHO;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "Also tell the CPU time of this process, mostly the server's (Linux).")
    private @Nullable Long process;

    @Option(names = "--trust-any", description = "Take any TLS certificate.")
    private boolean trustAny;

    @Option(names = "--json", description = "Print the result as a JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What a person calls a kind of text. */
    static final class Text implements ITypeConverter<Content> {
        @Override
        public Content convert(String name) {
            return switch (name) {
                case "ascii" -> Content.ASCII;
                case "mixed" -> Content.MIXED;
                default -> throw new TypeConversionException("choose ascii or mixed, not " + name);
            };
        }
    }

    /** What a person calls a kind of work. */
    static final class WorkName implements ITypeConverter<Work> {
        @Override
        public Work convert(String name) {
            for (Work work : Work.values()) {
                if (nameOf(work).equals(name)) {
                    return work;
                }
            }
            throw new TypeConversionException("choose echo, fan-out, idle or connect, not " + name);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchProgress progress = new BenchProgress(System.err, Terminal.isThere());
        try {
            LoadResult result = LoadRun.run(load(), progress);
            progress.over();
            print(result);
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            progress.over();
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (WrongAnswerException e) {
            progress.over();
            System.err.println("parley: wrong answer: " + e.getMessage());
            return WRONG;
        }
    }

    private Load load() {
        Pace pace = new Pace(duration(warmUp), duration(seconds), rate);
        return Load.on(url)
                .withWork(work)
                .withConnections(connections, inFlight)
                .withPayload(new Payload(size.bytes(), content, compress))
                .withPace(pace)
                .withProcess(process == null ? OptionalLong.empty() : OptionalLong.of(process))
                .withTrustAny(trustAny);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private void print(LoadResult result) {
        if (json) {
            System.out.println(result.toJson());
            return;
        }
        System.out.printf(Locale.ROOT, "%s%n", what());
        switch (work) {
            case ECHO ->
                System.out.printf(
                        Locale.ROOT,
                        "  %,.0f messages/s, %,.1f MB/s each way%n",
                        result.perSecond(),
                        result.megabytesPerSecond());
            case FAN_OUT ->
                System.out.printf(
                        Locale.ROOT,
                        "  %,.0f deliveries/s, %,.1f MB/s%n",
                        result.perSecond(),
                        result.megabytesPerSecond());
            case CONNECT -> System.out.printf(Locale.ROOT, "  %,.0f connections/s%n", result.perSecond());
            case IDLE -> System.out.printf(Locale.ROOT, "  %,d connections held%n", result.count());
        }
        if (work == Work.ECHO) {
            StringBuilder latency = new StringBuilder("  latency in µs:");
            result.latencyMicros()
                    .forEach((name, micros) -> latency.append(String.format(Locale.ROOT, "  %s %,.0f", name, micros)));
            System.out.println(latency);
        }
        if (process != null) {
            System.out.printf(
                    Locale.ROOT,
                    "  process %d: %s%,.1f MiB resident%n",
                    process,
                    work == Work.IDLE
                            ? ""
                            : String.format(Locale.ROOT, "%.3f µs CPU each, ", result.processCpuMicrosEach()),
                    result.processBytes() / 1048576.0);
        }
    }

    private String what() {
        String held = String.format(Locale.ROOT, "%s %s: %,d connections", nameOf(work), url, connections);
        if (work == Work.IDLE || work == Work.CONNECT) {
            return held;
        }
        return String.format(
                Locale.ROOT,
                "%s × %,d in flight × %s %s%s%s",
                held,
                inFlight,
                size,
                content.name().toLowerCase(Locale.ROOT),
                compress ? ", compressed" : "",
                rate > 0 ? String.format(Locale.ROOT, ", %,d a second", rate) : "");
    }

    private static String nameOf(Work work) {
        return work.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
