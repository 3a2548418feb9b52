package dev.parley.chat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said to the topic of the room and in it, in {@code parley.v1}: a message's data is an object with its {@code text}. Stateless.
 */
final class Spoken {
    private static final JsonMapper JSON = new JsonMapper();

    /** Before the name of everybody whom nobody vouches for. */
    private static final String GUEST = "~";

    static final String WHO_IS_THERE = command("presence").put("ref", 1).toString();

    static final String LISTEN =
            command("subscribe").put("ref", 4).put("presence", true).toString();

    static final String SUBSCRIBE = command("subscribe").put("ref", 2).toString();

    private Spoken() {}

    static JsonNode read(String message) {
        return JSON.readTree(message);
    }

    static String publish(String id, String text) {
        ObjectNode command = command("publish").put("ref", 3).put("id", id);
        command.putObject("data").put("text", text);
        return command.toString();
    }

    static String user(String name) {
        return GUEST + name;
    }

    /** As people call them. */
    static String name(JsonNode user) {
        String text = user.asString("");
        return text.startsWith(GUEST) ? text.substring(GUEST.length()) : text;
    }

    private static ObjectNode command(String type) {
        return JSON.createObjectNode().put("type", type).put("topic", Chat.TOPIC.text());
    }
}
