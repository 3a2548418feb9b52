package dev.parley.server;

import dev.parley.engine.Headers;
import dev.parley.net.EventLoops;
import dev.parley.net.HttpAnswer;
import dev.parley.net.HttpRequest;
import dev.parley.net.Listener;
import dev.parley.net.Preamble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What is for those who look after a server, on a port and an event loop of its own: {@code /metrics}, and {@code /healthz}, which is
 * 503 as soon as the server begins to leave. It answers while handlers hold the server's own loops. Any thread.
 */
final class Management implements AutoCloseable {
    /** A scraper, a balancer or two, and a person. */
    private static final int MAX_CONNECTIONS = 64;

    private final EventLoops loop;
    private final Listener listener;

    private Management(EventLoops loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** @throws IOException if the address cannot be had, with the reason */
    static Management open(InetSocketAddress address, Server server, HttpHandler metrics) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("There is no host " + address.getHostString() + ".");
        }
        EventLoops loop = EventLoops.start("nio", 1, "parley-management", false);
        try {
            Listener listener = Listener.open(
                    loop,
                    address,
                    Preamble.NONE,
                    Entrance.DEFAULT.limits(
                            MAX_CONNECTIONS, Deadlines.DEFAULT.request().toMillis()),
                    64 * 1024,
                    asked -> answer(asked, server, metrics));
            return new Management(loop, listener);
        } catch (IOException e) {
            loop.close();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + " port " + address.getPort() + " for management: "
                            + e.getMessage(),
                    e);
        }
    }

    InetSocketAddress address() {
        return listener.address();
    }

    @Override
    public void close() {
        listener.close();
        loop.close();
    }

    private static HttpAnswer answer(HttpRequest asked, Server server, HttpHandler metrics) {
        Response response;
        if (!asked.method().equals("GET") && !asked.method().equals("HEAD")) {
            response =
                    Response.text(405, "Only GET and HEAD are answered here.").with("Allow", "GET, HEAD");
        } else {
            response = switch (asked.target()) {
                case "/healthz" -> server.isDraining() ? Response.text(503, "draining") : Response.text(200, "ok");
                case "/metrics" ->
                    metrics.handle(new Request(
                            asked.method(),
                            asked.target(),
                            "",
                            Headers.NONE,
                            asked.remoteAddress(),
                            asked.secure(),
                            Optional.empty(),
                            List.of(),
                            Optional.empty()));
                default -> Response.text(404, "Here are /metrics and /healthz.");
            };
        }
        return new HttpAnswer.Respond(response.status(), response.headers(), response.body());
    }
}
