package dev.parley.cli;

import dev.parley.chat.Chat;
import dev.parley.engine.Compression;
import dev.parley.engine.Limits;
import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.Topics;
import dev.parley.pubsub.TopicsOptions;
import dev.parley.server.AccessLog;
import dev.parley.server.ClientCertificates;
import dev.parley.server.Drain;
import dev.parley.server.Forwarding;
import dev.parley.server.LineFile;
import dev.parley.server.Origins;
import dev.parley.server.Proxies;
import dev.parley.server.Routes;
import dev.parley.server.Server;
import dev.parley.server.ServerOptions;
import dev.parley.server.ServerTls;
import dev.parley.server.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley serve}: the chat, the echo and the lab on one port, until it is told to stop. */
@Command(
        name = "serve",
        description =
                "Serves the chat page (/), its rooms (/chat, /broadcast), topics (/topics), an echo (/echo) and the lab (/lab).",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger("dev.parley.cli");

    /** After the deadline of a drain, for what is ended then. */
    private static final long MAX_END_MILLIS = 1_500;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Listen here (default: ${DEFAULT-VALUE}).")
    private String host = ServerOptions.DEFAULT.host();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "On this port; 0 is a free one (default: ${DEFAULT-VALUE}).")
    private int port = ServerOptions.DEFAULT.port();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "auto, io_uring, epoll, kqueue or nio (default: ${DEFAULT-VALUE}).")
    private String transport = ServerOptions.DEFAULT.transport();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Event loops (default: ${DEFAULT-VALUE}, one a processor).")
    private int threads = ServerOptions.DEFAULT.threads();

    @Option(
            names = "--max-message",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Largest message taken, for instance 64k or 16m (default: ${DEFAULT-VALUE}).")
    private ByteCount maxMessage = new ByteCount(1024 * 1024);

    @Option(names = "--no-compression", description = "Decline permessage-deflate.")
    private boolean noCompression;

    @Option(
            names = "--context-takeover",
            description = "Compress a message with the help of earlier ones; takes about 300 KB a connection.")
    private boolean contextTakeover;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description = "Let pages of this site connect, too: https://example.org, https://*.example.org; * for any.")
    private List<String> allowedOrigins = List.of();

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak https and wss with this certificate chain (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key (PEM, PKCS #8).")
    private @Nullable Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "Ask clients for a certificate that one of these vouches for (PEM).")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--client-cert",
            paramLabel = "WHETHER",
            description = "Whether they need one: required or optional (default: required, with --client-ca).")
    private ClientCertificates clientCertificates = ClientCertificates.REQUIRED;

    @Option(
            names = "--trust-proxy",
            paramLabel = "ADDRESSES",
            description = "Believe proxies there when they say who asks, for instance ::1 or 10.0.0.0/8.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--proxy-header",
            paramLabel = "NAME",
            description = "Where they say so: x_forwarded, forwarded or none (default: x_forwarded).")
    private Forwarding forwarding = Forwarding.X_FORWARDED;

    @Option(
            names = "--proxy-protocol",
            description = "They begin each connection with a PROXY header, of version 1 or 2.")
    private boolean proxyProtocol;

    @Option(names = "--files", paramLabel = "FOLDER", description = "Serve the files of this folder below /files/.")
    private @Nullable Path files;

    @Option(names = "--tls-self-signed", description = "Speak https and wss with a certificate made for this run.")
    private boolean selfSigned;

    @Option(
            names = "--management",
            paramLabel = "[ADDRESS:]PORT",
            converter = ManagementAddress.Reader.class,
            description =
                    "Figures for Prometheus (/metrics) and health (/healthz) here; the address is 127.0.0.1 unless given.")
    private @Nullable ManagementAddress management;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "One line for each connection is appended to this file; - is standard output.")
    private @Nullable String accessLog;

    @Option(
            names = "--drain-notice",
            paramLabel = "SECONDS",
            description =
                    "After SIGTERM, go on for so long while /healthz says \"draining\" (default: ${DEFAULT-VALUE}).")
    private int drainNotice = 0;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            description =
                    "Then peers have so long to leave; a third of it spreads the Close frames (default: ${DEFAULT-VALUE}).")
    private int drain = (int) Drain.DEFAULT.deadline().toSeconds();

    @Option(names = "--restart", description = "Leave with close code 1012 instead of 1001: clients are to come back.")
    private boolean restart;

    @Mixin
    private ServeLimits limits = new ServeLimits();

    @Mixin
    private TopicsOption topics = new TopicsOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // A client could otherwise make the server work out keys again and again (TLS 1.2 only).
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        ServerOptions options = options();
        LineFile lines = accessLog();
        if (lines != null) {
            options = options.withObserver(new AccessLog(lines));
        }
        TopicAccess access = topics.access(InetAddress.getByName(host).isLoopbackAddress());
        String said = topics.said(access);
        AtomicReference<Server> started = new AtomicReference<>();
        AtomicReference<Backplane> log = new AtomicReference<>();
        Drain leave = options.drain();
        Thread stop = new Thread(() -> stop(started.get(), leave, log.get(), lines), "parley-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        Server server;
        try {
            Backplane backplane = topics.open();
            log.set(backplane);
            server = start(options, Topics.start(TopicsOptions.DEFAULT, backplane, access), access);
        } catch (Exception e) {
            Runtime.getRuntime().removeShutdownHook(stop); // ending for this reason is no success
            throw e;
        }
        started.set(server);
        tellUnusualLimits();
        LOG.log(System.Logger.Level.INFO, "{0}", said);
        announce(server, options);
        server.awaitClose();
        return 0;
    }

    private ServerOptions options() throws IOException {
        ServerOptions options;
        try {
            options = ServerOptions.DEFAULT
                    .withHost(host)
                    .withPort(port)
                    .withTransport(transport)
                    .withThreads(threads)
                    .withLimits(Limits.DEFAULT.withMaxMessageBytes(maxMessage.bytes()))
                    .withCompression(compression())
                    .withOrigins(origins())
                    .withProxies(proxies())
                    .withDrain(drain());
            options = limits.applyTo(options);
            if (management != null) {
                options = options.withManagement(management.address());
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(spec.commandLine(), "--tls-cert and --tls-key go together.");
        }
        if (selfSigned && certificate != null) {
            throw new ParameterException(
                    spec.commandLine(), "Choose either --tls-self-signed or --tls-cert with --tls-key.");
        }
        if (certificate != null && key != null) {
            return options.withTls(tls(new TlsFiles(certificate, key, Optional.ofNullable(clientAuthorities))));
        }
        if (clientAuthorities != null) {
            throw new ParameterException(spec.commandLine(), "--client-ca needs --tls-cert and --tls-key.");
        }
        return selfSigned ? options.withTls(SelfSigned.create(host)) : options;
    }

    private ServerTls tls(TlsFiles from) throws IOException {
        ServerTls tls = ServerTls.from(from);
        return clientAuthorities == null ? tls : tls.withClientCertificates(clientCertificates);
    }

    private Proxies proxies() {
        if (trustedProxies.isEmpty()) {
            return proxyProtocol ? Proxies.NONE.withProxyProtocol(true) : Proxies.NONE;
        }
        return Proxies.at(trustedProxies.toArray(String[]::new))
                .withForwarding(forwarding)
                .withProxyProtocol(proxyProtocol);
    }

    private Optional<Compression> compression() {
        if (noCompression && contextTakeover) {
            throw new IllegalArgumentException("Choose either --no-compression or --context-takeover.");
        }
        return noCompression ? Optional.empty() : Optional.of(Compression.DEFAULT.withContextTakeover(contextTakeover));
    }

    private Origins origins() {
        return allowedOrigins.contains("*") ? Origins.ANY : new Origins(Set.copyOf(allowedOrigins), false);
    }

    private Drain drain() {
        Duration deadline = Duration.ofSeconds(drain);
        return Drain.DEFAULT
                .withNotice(Duration.ofSeconds(drainNotice))
                .withDeadline(deadline)
                .withSpread(deadline.dividedBy(3))
                .withCloseCode(restart ? Drain.SERVICE_RESTART : Drain.GOING_AWAY);
    }

    private @Nullable LineFile accessLog() throws IOException {
        if (accessLog == null) {
            return null;
        }
        try {
            return accessLog.equals("-") ? LineFile.to(System.out) : LineFile.appendTo(Path.of(accessLog));
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "there is no folder for " + accessLog, e);
        } catch (IOException | InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), "cannot write to " + accessLog + ": " + e.getMessage(), e);
        }
    }

    private Server start(ServerOptions options, Topics node, TopicAccess access) throws IOException {
        Routes offered = Topics.addScriptTo(node.addTo(Routes.NONE, "/topics", access::user), "/parley.js");
        Routes routes = Lab.addTo(Chat.addTo(offered, node))
                .webSocket("/echo", new Echo(), Echo.SUBPROTOCOLS)
                .health("/healthz");
        return Server.start(options, files == null ? routes : routes.files("/files/", files));
    }

    /** The one line on standard output, by which people and programs know that it is ready, and where. */
    private static void announce(Server server, ServerOptions options) {
        InetAddress address = server.address().getAddress();
        // An address for everybody is none to open: this machine's own name is.
        String host = address.isAnyLocalAddress() ? "localhost" : bracketed(address.getHostAddress());
        System.out.printf(
                "parley listening on %s://%s:%d/ (%s, %d %s)%n",
                options.tls().isPresent() ? "https" : "http",
                host,
                server.address().getPort(),
                server.transport(),
                options.threads(),
                options.threads() == 1 ? "loop" : "loops");
        System.out.flush();
    }

    private void tellUnusualLimits() {
        if (!limits.unusual().isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "limits: {0}", String.join(", ", limits.unusual()));
        }
        if (limits.isOverTheDescriptors()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "there are file descriptors for {0} connections only: see ulimit -n",
                    Integer.toString(ServerOptions.DEFAULT.maxConnections()));
        }
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address.replaceFirst("(^|:)(0:)+0*", "::") + "]" : address;
    }

    /** SIGTERM and Ctrl-C come in as a shutdown of the virtual machine, which would end with 143 or 130: this is a success. */
    private static void stop(@Nullable Server server, Drain leave, @Nullable Backplane log, @Nullable LineFile lines) {
        long patience = leave.notice().plus(leave.deadline()).toMillis() + MAX_END_MILLIS;
        Thread halt = new Thread(() -> haltAfter(patience), "parley-halt");
        halt.setDaemon(true);
        halt.start();
        if (server != null) {
            server.close();
        }
        if (log != null) {
            log.close(); // after the last who could have something to write
        }
        if (lines != null) {
            lines.close();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Whatever state the server is in, its end was asked for. */
    private static void haltAfter(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // now, then
        }
        Runtime.getRuntime().halt(0);
    }
}
