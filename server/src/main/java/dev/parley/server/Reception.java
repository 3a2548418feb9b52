package dev.parley.server;

import dev.parley.engine.ServerHandshake;
import dev.parley.net.HttpAnswer;
import dev.parley.net.HttpRequest;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Has requests answered by the {@link Router}: what holds the event loop meanwhile is named, and who wanted a WebSocket and did not get
 * one is told of. Any thread.
 */
final class Reception {
    private static final System.Logger LOG = System.getLogger("dev.parley.server");

    private final Router router;
    private final Shared shared;

    Reception(Router router, Shared shared) {
        this.router = router;
        this.shared = shared;
    }

    HttpAnswer answer(HttpRequest asked) {
        return watched(asked, () -> router.answer(asked));
    }

    private HttpAnswer watched(HttpRequest asked, Supplier<HttpAnswer> question) {
        LoopWatch watch = shared.watchdog().ofThisLoop();
        LoopWatch.Holder before = watch.enter((held, where) -> tellOfSlow(asked, held, where));
        HttpAnswer answer;
        try {
            answer = question.get();
        } finally {
            watch.leave(before);
        }
        if (answer instanceof HttpAnswer.Later later) {
            return new HttpAnswer.Later(
                    later.decision().thenApply(known -> () -> watched(asked, known::get)), later.millis());
        }
        if (answer instanceof HttpAnswer.Respond respond && ServerHandshake.isMeant(asked.headers())) {
            tellOfRefused(asked, respond.status());
        }
        return answer;
    }

    private void tellOfRefused(HttpRequest asked, int status) {
        SocketAddress address =
                shared.options().proxies().arrival(asked).map(Arrival::address).orElse(asked.remoteAddress());
        FlightRecords.handshake(address, "", "", status);
        if (shared.observers() != null) {
            shared.observers().refused(address, status);
        }
    }

    private static void tellOfSlow(HttpRequest asked, Duration held, List<StackTraceElement> where) {
        String who = asked.remoteAddress() + " " + asked.target();
        LOG.log(System.Logger.Level.WARNING, () -> Watchdog.said(who, held, where));
        FlightRecords.slow(who, held, where);
    }
}
