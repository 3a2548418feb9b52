package dev.parley.chat;

import dev.parley.server.Page;
import dev.parley.server.Routes;
import dev.parley.server.Subprotocols;
import java.util.List;

/** The chat as a part of a server: its page, the room in JSON and the plain one. Immutable. */
public final class Chat {
    /** The subprotocol of the room, which clients may ask for. */
    public static final String SUBPROTOCOL = "json";

    private static final List<String> FILES = List.of(
            "avatar.css",
            "base.css",
            "composer.css",
            "controls.css",
            "entry.css",
            "frame.css",
            "line.css",
            "names.css",
            "people.css",
            "talk.css",
            "theme.css",
            "avatar.js",
            "chat.js",
            "composer.js",
            "connection.js",
            "conversation.js",
            "element.js",
            "entry.js",
            "live-list.js",
            "names.js",
            "packet.js",
            "page-life.js",
            "people.js",
            "person.js",
            "plain.js",
            "presence.js",
            "room.js",
            "shell.js",
            "side.js",
            "state.js",
            "tabs.js",
            "transcript.js",
            "favicon.svg");

    private Chat() {}

    /**
     * Adds the chat: the page at {@code /}, the room at {@code /chat}, the plain chat at {@code /broadcast}, and also at
     * {@code /} for whoever connects there with a WebSocket.
     */
    public static Routes addTo(Routes routes) {
        Broadcast broadcast = new Broadcast();
        Routes all = routes.get("/", page("index.html"))
                .webSocket("/", broadcast)
                .webSocket("/broadcast", broadcast)
                .webSocket("/chat", new Room(), Subprotocols.of(SUBPROTOCOL));
        for (String file : FILES) {
            all = all.get("/" + file, page(file));
        }
        return all;
    }

    private static Page page(String file) {
        return Page.read(file, Chat.class.getResourceAsStream("pages/" + file));
    }
}
