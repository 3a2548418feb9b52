package dev.parley.server;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a {@link Gate} says. Immutable.
 *
 * <pre>{@code
 * Gate gate = request -> request.cookie("session").isPresent()
 *         ? Admission.as("somebody")
 *         : Admission.refused(Response.text(401, "Who are you?"));
 * }</pre>
 */
public sealed interface Admission {
    /** Come in; who it is does not matter. */
    Admission GRANTED = new Granted(Optional.empty());

    /**
     * Come in.
     *
     * @param principal who that is: {@link Request#principal()} from now on
     */
    record Granted(Optional<Object> principal) implements Admission {}

    /**
     * Stay out.
     *
     * @param response what to say, for instance 401 with {@code WWW-Authenticate}, 302 with {@code Location}, 429 with
     *     {@code Retry-After}. Scripts in browsers do not learn the status of a WebSocket that was not opened
     */
    record Refused(Response response) implements Admission {}

    /**
     * It is being found out. After {@link ServerOptions#gateTimeout} the answer is 503.
     *
     * @param admission may be completed by any thread, with anything but null; if exceptionally, the answer is 500
     */
    record Later(CompletionStage<? extends Admission> admission) implements Admission {}

    /** Come in as this one. */
    static Admission as(Object principal) {
        return new Granted(Optional.of(principal));
    }

    /** Stay out, and be told this. */
    static Admission refused(Response response) {
        return new Refused(response);
    }

    /** What this will be. */
    static Admission later(CompletionStage<? extends Admission> admission) {
        return new Later(admission);
    }
}
