package dev.parley.server;

import dev.parley.engine.Headers;
import dev.parley.engine.PartialMessages;
import dev.parley.net.Listener;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** {@code /metrics}: what a server has done and what it holds, for Prometheus. Immutable. */
final class MetricsPage implements HttpHandler {
    private final Server server;
    private final Figures figures;
    private final Listener listener;
    private final PartialMessages partial;

    MetricsPage(Server server, Figures figures, Listener listener, PartialMessages partial) {
        this.server = server;
        this.figures = figures;
        this.listener = listener;
        this.partial = partial;
    }

    @Override
    public Response handle(Request request) {
        PrometheusText text = new PrometheusText();
        connections(text);
        messages(text);
        text.family("parley_draining", "gauge", "Whether the server has begun to leave.")
                .sample(server.isDraining() ? 1 : 0);
        text.family("parley_partial_message_bytes", "gauge", "What messages hold that have arrived in part.")
                .sample(partial.heldBytes());
        ProcessFigures.write(text);
        Headers headers = Headers.of("Content-Type", PrometheusText.CONTENT_TYPE, "Cache-Control", "no-store");
        return new Response(200, headers, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void connections(PrometheusText text) {
        // Closed before opened: what opens meanwhile must not make fewer than none.
        Map<String, Long> closed = figures.byRoute(sums -> sums.closed.value());
        Map<String, Long> opened = figures.byRoute(sums -> sums.opened.value());
        text.family("parley_connections", "gauge", "WebSocket connections that are open.");
        opened.forEach((route, count) -> text.sample(count - closed.getOrDefault(route, 0L), "route", route));
        text.family("parley_connections_opened_total", "counter", "WebSocket connections that were opened.");
        opened.forEach((route, count) -> text.sample(count, "route", route));
        text.family("parley_connections_closed_total", "counter", "WebSocket connections that ended, by close code.");
        figures.ends()
                .forEach((end, count) ->
                        text.sample(count.sum(), "route", end.route(), "ending", end.ending(), "code", end.code()));
        text.family("parley_connection_duration_seconds", "histogram", "How long connections that ended were open.");
        closed.forEach((route, count) -> duration(text, route, count));
        text.family("parley_handshakes_refused_total", "counter", "Requests for a WebSocket that got another answer.");
        figures.refusals().forEach((status, count) -> text.sample(count.sum(), "status", status.toString()));
        text.family("parley_accepts_refused_total", "counter", "Connections that were closed as they came.")
                .sample(listener.turnedAway());
    }

    private void duration(PrometheusText text, String route, long count) {
        for (int i = 0; i < Figures.SECONDS.length; i++) {
            int at = i;
            long upTo = figures.byRoute(sums -> sums.lasted[at].value()).getOrDefault(route, 0L);
            // Read after the count, they may know of more.
            text.sample(
                    "_bucket", Math.min(upTo, count), "route", route, "le", PrometheusText.number(Figures.SECONDS[i]));
        }
        text.sample("_bucket", count, "route", route, "le", "+Inf");
        text.sample("_sum", figures.byRoute(sums -> sums.nanos.value()).get(route) / 1e9, "route", route);
        text.sample("_count", count, "route", route);
    }

    private void messages(PrometheusText text) {
        counter(text, "parley_messages_received_total", "Messages that came in.", sums -> sums.received.value());
        counter(text, "parley_received_bytes_total", "Their payload, inflated.", sums -> sums.receivedBytes.value());
        counter(text, "parley_messages_sent_total", "Messages that the network has taken.", sums -> sums.sent.value());
        counter(text, "parley_sent_bytes_total", "Their payload, before compression.", sums -> sums.sentBytes.value());
        counter(
                text,
                "parley_slow_handlers_total",
                "Calls of handlers that held an event loop.",
                sums -> sums.slow.sum());
    }

    private void counter(PrometheusText text, String name, String help, Function<Figures.Sums, Number> figure) {
        text.family(name, "counter", help);
        figures.byRoute(figure).forEach((route, sum) -> text.sample(sum, "route", route));
    }
}
