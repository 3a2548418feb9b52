package dev.parley.cli;

import dev.parley.server.Page;
import dev.parley.server.Routes;

/** The page on which a person tries the browser's WebSocket, against any address. Stateless. */
final class Lab {
    private Lab() {}

    static Routes addTo(Routes routes) {
        return routes.get("/lab", page("lab.html").connectingAnywhere())
                .get("/lab.js", page("lab.js"))
                .get("/lab.css", page("lab.css"));
    }

    private static Page page(String file) {
        return Page.read(file, Lab.class.getResourceAsStream("pages/" + file));
    }
}
