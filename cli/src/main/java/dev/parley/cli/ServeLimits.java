package dev.parley.cli;

import dev.parley.server.Deadlines;
import dev.parley.server.Entrance;
import dev.parley.server.Liveness;
import dev.parley.server.Rates;
import dev.parley.server.ServerOptions;
import dev.parley.server.SlowConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Those limits of {@code parley serve} that depend on who comes, so that whoever runs it sets them without writing code; 0 lifts one
 * that may be lifted. The others are right for everybody, or are the application's.
 */
final class ServeLimits {
    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description =
                    "Connections in all; further ones get 503 (default: ${DEFAULT-VALUE}, by the file descriptors).")
    private int maxConnections = ServerOptions.DEFAULT.maxConnections();

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            description =
                    "Connections of one public address; further ones get 429; 0 for any number (default: ${DEFAULT-VALUE}).")
    private int connectionsPerAddress = Entrance.DEFAULT.connectionsPerAddress();

    @Option(
            names = "--messages-per-second",
            paramLabel = "N",
            description =
                    "Messages that are read from one peer; it has to wait with more; 0 for any number (default: ${DEFAULT-VALUE}).")
    private long messagesPerSecond = Rates.DEFAULT.messagesPerSecond();

    @Option(
            names = "--bytes-per-second",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes that are read from one peer, likewise, for instance 64k (default: ${DEFAULT-VALUE}).")
    private ByteCount bytesPerSecond = new ByteCount((int) Rates.DEFAULT.bytesPerSecond());

    @Option(
            names = "--ping",
            paramLabel = "SECONDS",
            description =
                    "A peer is pinged so often, and is gone if it says nothing for 10 s then (default: ${DEFAULT-VALUE}).")
    private long ping = Liveness.DEFAULT.ping().toSeconds();

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description =
                    "Peers without a message for so long are closed with 1001; 0 for never (default: ${DEFAULT-VALUE}).")
    private long idle = 0;

    @Option(
            names = "--slow-consumer",
            paramLabel = "POLICY",
            description = "What a peer that does not take its messages meets: disconnect, drop_newest or drop_oldest"
                    + " (default: disconnect).")
    private SlowConsumer slowConsumer = SlowConsumer.DISCONNECT;

    /** @throws IllegalArgumentException if one of them is no limit, with its name */
    ServerOptions applyTo(ServerOptions options) {
        check("--max-connections", maxConnections, 1);
        check("--connections-per-address", connectionsPerAddress, 0);
        check("--messages-per-second", messagesPerSecond, 0);
        check("--ping", ping, 1);
        check("--idle", idle, 0);
        return options.withMaxConnections(maxConnections)
                .withEntrance(options.entrance()
                        .withConnectionsPerAddress((int) orAny(connectionsPerAddress, Entrance.UNLIMITED)))
                .withRates(new Rates(orAny(messagesPerSecond, Rates.UNLIMITED), bytesPerSecond.bytes()))
                .withDeadlines(idle())
                .withLiveness(Liveness.DEFAULT.withPing(Duration.ofSeconds(ping)))
                .withSlowConsumer(slowConsumer);
    }

    private static void check(String option, long given, long least) {
        if (given < least) {
            throw new IllegalArgumentException(option + " is at least " + least + ", not " + given + ".");
        }
    }

    private Deadlines idle() {
        return Deadlines.DEFAULT.withIdle(idle == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(idle)));
    }

    private static long orAny(long given, long any) {
        return given == 0 ? any : given;
    }

    /** What is not as it usually is, for whoever looks at what was started; empty if nothing. */
    List<String> unusual() {
        List<String> unusual = new ArrayList<>();
        note(unusual, "connections", maxConnections, ServerOptions.DEFAULT.maxConnections(), "");
        note(unusual, "of an address", connectionsPerAddress, Entrance.DEFAULT.connectionsPerAddress(), "");
        note(unusual, "messages a second", messagesPerSecond, Rates.DEFAULT.messagesPerSecond(), "");
        if (bytesPerSecond.bytes() != Rates.DEFAULT.bytesPerSecond()) {
            unusual.add("bytes a second " + bytesPerSecond);
        }
        note(unusual, "ping", ping, Liveness.DEFAULT.ping().toSeconds(), " s");
        note(unusual, "idle", idle, 0, " s");
        if (slowConsumer != SlowConsumer.DISCONNECT) {
            unusual.add("slow consumer " + slowConsumer.name().toLowerCase(Locale.ROOT));
        }
        return unusual;
    }

    private static void note(List<String> unusual, String what, long given, long usual, String unit) {
        if (given != usual) {
            unusual.add(what + " " + (given == 0 ? "any" : given + unit));
        }
    }

    /** Whether there may be more connections than there are file descriptors for. */
    boolean isOverTheDescriptors() {
        return maxConnections > ServerOptions.DEFAULT.maxConnections();
    }
}
