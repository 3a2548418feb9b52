package dev.parley.chat;

import dev.parley.pubsub.TopicName;
import dev.parley.pubsub.Topics;
import dev.parley.server.Page;
import dev.parley.server.Routes;
import dev.parley.server.Subprotocols;
import java.util.List;

/** The chat as a part of a server: its page, the room in JSON and the plain one. Immutable. */
public final class Chat {
    /** The subprotocol of the room, which clients may ask for. */
    public static final String SUBPROTOCOL = "json";

    /** Where all is said that is said in the room. */
    public static final TopicName TOPIC = new TopicName("chat");

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
            "members.js",
            "names.js",
            "packet.js",
            "page-life.js",
            "people.js",
            "person.js",
            "plain.js",
            "room.js",
            "shell.js",
            "side.js",
            "state.js",
            "tabs.js",
            "topic-connection.js",
            "transcript.js",
            "favicon.svg");

    private Chat() {}

    /**
     * Adds the chat: the page at {@code /}, the room at {@code /chat}, the plain chat at {@code /broadcast}, and also at
     * {@code /} for whoever connects there with a WebSocket. The page finds the topics at {@code /topics} and their client at {@code
     * /parley.js}.
     *
     * @param topics where what is said in the room stands, in {@link #TOPIC}
     */
    public static Routes addTo(Routes routes, Topics topics) {
        Broadcast broadcast = new Broadcast();
        Routes all = routes.get("/", page("index.html"))
                .webSocket("/", broadcast)
                .webSocket("/broadcast", broadcast)
                .webSocket("/chat", new Room(topics), Subprotocols.of(SUBPROTOCOL));
        for (String file : FILES) {
            all = all.get("/" + file, page(file));
        }
        return all;
    }

    private static Page page(String file) {
        return Page.read(file, Chat.class.getResourceAsStream("pages/" + file));
    }
}
