package dev.parley.cli;

import dev.parley.server.Page;
import dev.parley.server.Routes;
import java.util.List;

/**
 * The page on which a person tries the browser's WebSocket, against any address. It stands on files of the chat's page.
 * Stateless.
 */
final class Lab {
    private static final List<String> FILES = List.of(
            "lab-events.css",
            "lab-fields.css",
            "lab-live.css",
            "lab-source.css",
            "lab.css",
            "lab-bytes.js",
            "lab-close.js",
            "lab-fields.js",
            "lab-journal.js",
            "lab-line.js",
            "lab-live.js",
            "lab-payload.js",
            "lab-senders.js",
            "lab-socket.js",
            "lab-source.js",
            "lab-units.js",
            "lab.js");

    private Lab() {}

    static Routes addTo(Routes routes) {
        Routes all = routes.get("/lab", page("lab.html").connectingAnywhere());
        for (String file : FILES) {
            all = all.get("/" + file, page(file));
        }
        return all;
    }

    private static Page page(String file) {
        return Page.read(file, Lab.class.getResourceAsStream("pages/" + file));
    }
}
