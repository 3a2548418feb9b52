package dev.parley.server;

import dev.parley.engine.ServerHandshake;
import dev.parley.net.HttpAnswer;
import dev.parley.net.HttpRequest;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "What answers " + asked.remoteAddress() + " failed.", e);
            answer = Router.respond(Response.text(500, "Something went wrong here."));
        } finally {
            watch.leave(before);
        }
        if (answer instanceof HttpAnswer.Later later) {
            return new HttpAnswer.Later(
                    later.decision().handle((known, failure) -> () -> watched(asked, () -> made(known, failure))),
                    later.millis(),
                    () -> watched(asked, later.tooLate()));
        }
        if (answer instanceof HttpAnswer.Respond respond && ServerHandshake.isMeant(asked.headers())) {
            tellOfRefused(asked, respond.status());
        }
        return answer;
    }

    private static HttpAnswer made(@Nullable Supplier<HttpAnswer> known, @Nullable Throwable failure) {
        if (known == null) {
            throw new CompletionException(failure);
        }
        return known.get();
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
