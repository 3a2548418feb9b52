package dev.parley.net;

import java.io.IOException;
import java.util.List;

/** Which ways lead to a server. Called on threads that may block. */
public interface Routing {
    /** The ways, best first; at least one. */
    List<Route> routes();

    /** Nobody answers at this proxy; the next way is tried. */
    default void onUnreachable(Route proxy, IOException why) {}
}
