package dev.parley.cli;

import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.Durability;
import dev.parley.pubsub.EmbeddedBackplane;
import dev.parley.pubsub.FileLog;
import dev.parley.pubsub.LogOptions;
import dev.parley.pubsub.MemoryLog;
import dev.parley.redis.RedisBackplane;
import dev.parley.redis.RedisOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code parley serve} that are about topics: where their messages stand, for how long, and who may use them. */
final class TopicsOption {
    /** Shorter ones can be guessed. */
    private static final int MIN_TOKEN_LENGTH = 16;

    /** How long the start waits for Redis, so that what it promises is said before all else. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Keep the messages of topics in a file there; without it they end with the process.")
    private @Nullable Path data;

    @Option(
            names = "--redis",
            paramLabel = "ADDRESS",
            description = "Keep them in Redis, for all nodes that name the same: redis://HOST:PORT, rediss:// with TLS,"
                    + " redis-sentinel://HOST:PORT,HOST:PORT/0#NAME, redis-cluster://HOST:PORT,HOST:PORT;"
                    + " with USER:PASSWORD@ before the hosts. What they survive follows from its settings.")
    private @Nullable String redis;

    @Option(
            names = "--redis-ca",
            paramLabel = "FILE",
            description = "With rediss://, trust these certificates (PEM) in place of the JDK's.")
    private @Nullable Path redisAuthorities;

    @Option(
            names = "--history",
            paramLabel = "N",
            description = "Keep so many messages of each topic (default: ${DEFAULT-VALUE}).")
    private int history = LogOptions.DEFAULT.maxMessages();

    @Option(
            names = "--history-age",
            paramLabel = "TIME",
            converter = Span.class,
            description = "Keep them for so long, for instance 30m, 24h or 7d (default: ${DEFAULT-VALUE}).")
    private Span historyAge = new Span(LogOptions.DEFAULT.maxAge());

    @Option(
            names = "--durability",
            paramLabel = "LEVEL",
            description =
                    "What an acknowledged message survives: memory (nothing; without --data), process (kill -9) or"
                            + " power (a loss of power) (default: process with --data).")
    private @Nullable Durability durability;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Whoever shows the token in this file may use all topics, others the chat's alone.")
    private @Nullable Path tokenFile;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Who may use topics, where the server listens only to this machine or not. */
    TopicAccess access(boolean onLoopback) throws IOException {
        return new TopicAccess(token(), onLoopback);
    }

    /** Opens the log. */
    Backplane open() throws IOException {
        LogOptions options;
        try {
            options = LogOptions.DEFAULT.withMaxMessages(history).withMaxAge(historyAge.time());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--history and --history-age are positive.", e);
        }
        Durability level = level();
        if (redis != null) {
            return openRedis(redis, options);
        }
        if (data == null) {
            return new EmbeddedBackplane(new MemoryLog(options));
        }
        FileLog log = FileLog.open(data, level, options);
        if (!log.whyAnew().isEmpty()) {
            System.getLogger("dev.parley.cli").log(System.Logger.Level.WARNING, log.whyAnew());
        }
        return new EmbeddedBackplane(log);
    }

    /** Redis may be away: that is said, and it is waited for while the server works. */
    private Backplane openRedis(String address, LogOptions log) {
        RedisOptions options = RedisOptions.DEFAULT.withLog(log);
        if (redisAuthorities != null) {
            options = options.withAuthorities(redisAuthorities);
        }
        // Its library takes epoll all the same, and would say so at each connection.
        System.setProperty("io.lettuce.core.iouring", "false");
        RedisBackplane backplane;
        try {
            backplane = RedisBackplane.open(address, options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try {
            backplane.await(FIRST_LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return backplane;
    }

    /** One line for a person: where the messages are, what they survive, and who may use them. */
    String said(TopicAccess access) {
        if (redis != null) {
            return "topics at /topics keep " + history + " messages or " + historyAge + " each, in Redis; "
                    + access.said();
        }
        String where =
                switch (level()) {
                    case MEMORY -> "in memory: they end with this process";
                    case PROCESS -> "in " + data + ": they survive kill -9";
                    case POWER -> "in " + data + ": they survive a loss of power";
                };
        return "topics at /topics keep " + history + " messages or " + historyAge + " each, " + where + "; "
                + access.said();
    }

    private Durability level() {
        if (redis != null && (data != null || durability != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--redis goes without --data and --durability: what messages survive follows from its settings.");
        }
        if (redis == null && redisAuthorities != null) {
            throw new ParameterException(spec.commandLine(), "--redis-ca needs --redis.");
        }
        if (data == null && durability != null && durability != Durability.MEMORY) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--durability " + durability.label() + " needs --data: memory ends with the process.");
        }
        if (data != null && durability == Durability.MEMORY) {
            throw new ParameterException(
                    spec.commandLine(), "--data keeps more than --durability memory promises: leave one of them out.");
        }
        if (durability != null) {
            return durability;
        }
        return data == null ? Durability.MEMORY : Durability.PROCESS;
    }

    private Optional<String> token() throws IOException {
        if (tokenFile == null) {
            return Optional.empty();
        }
        String token = Files.readString(tokenFile).strip();
        if (token.length() < MIN_TOKEN_LENGTH || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "A token is at least " + MIN_TOKEN_LENGTH + " visible characters of ASCII: see " + tokenFile + ".");
        }
        return Optional.of(token);
    }
}
