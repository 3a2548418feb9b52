package dev.parley.chat;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The packets of the room, as JSON: an object with {@code type}, and what belongs to that type of {@code id name text date
 * users}. Stateless; any thread.
 */
final class Packets {
    private static final JsonMapper JSON = new JsonMapper();

    private Packets() {}

    /** What a client may say. */
    sealed interface Incoming {}

    /** It calls itself by a name. */
    record Username(String name) implements Incoming {}

    /** It says something to everybody. */
    record Message(String text) implements Incoming {}

    /** It cannot be understood; {@code why} tells the client what to do. */
    record Malformed(String why) implements Incoming {}

    static Incoming read(String packet) {
        JsonNode json;
        try {
            json = JSON.readTree(packet);
        } catch (JacksonException e) {
            return new Malformed("This is not JSON. Send an object like {\"type\":\"message\",\"text\":\"hello\"}.");
        }
        if (json == null || !json.isObject()) {
            return new Malformed("Send a JSON object like {\"type\":\"message\",\"text\":\"hello\"}.");
        }
        return switch (text(json, "type")) {
            case "username" -> new Username(text(json, "name"));
            case "message" -> new Message(text(json, "text"));
            default -> new Malformed("The type of a packet is \"username\" or \"message\".");
        };
    }

    /** Tells a client its id. */
    static String id(String id) {
        return packet("id").put("id", id).toString();
    }

    /** Tells everybody that somebody signed in, or has another name now. */
    static String username(String id, String name) {
        return packet("username").put("id", id).put("name", name).toString();
    }

    /** Tells a client that the name it chose is in use, and what it is called instead. */
    static String rejectUsername(String id, String name) {
        return packet("rejectusername").put("id", id).put("name", name).toString();
    }

    /** Tells everybody what somebody said, and when, in milliseconds since 1970. */
    static String message(String id, String name, String text, long date) {
        return packet("message")
                .put("date", date)
                .put("id", id)
                .put("name", name)
                .put("text", text)
                .toString();
    }

    /** Tells everybody who is there. */
    static String userList(List<String> names) {
        ObjectNode packet = packet("userlist");
        var users = packet.putArray("users");
        names.forEach(users::add);
        return packet.toString();
    }

    /** Tells a client what was wrong with its packet. */
    static String error(String text) {
        return packet("error").put("text", text).toString();
    }

    /** A packet that says when it was made, in milliseconds since 1970. */
    private static ObjectNode packet(String type) {
        return JSON.createObjectNode().put("type", type).put("date", System.currentTimeMillis());
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
