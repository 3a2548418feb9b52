package dev.parley.server;

/**
 * Decides who gets in. It stands before the routes that are {@linkplain Routes#behind behind} it: a WebSocket is not opened, and no
 * page answered, before it has said so.
 *
 * <pre>{@code
 * Gate members = request -> request.cookie("session")
 *         .flatMap(sessions::userOf)
 *         .map(Admission::as)
 *         .orElse(Admission.refused(Response.text(401, "Log in first.").with("WWW-Authenticate", "Bearer")));
 * Routes routes = Routes.NONE.webSocket("/chat", chat).behind(members);
 * }</pre>
 *
 * <p>By the time that it is asked, a handshake is well-formed and its origin is one that may connect.
 */
@FunctionalInterface
public interface Gate {
    /**
     * Decides. Called on an event loop: must not block; what takes its time is answered with {@link Admission#later}. What it throws is
     * logged and answered with 500.
     */
    Admission admit(Request request);
}
