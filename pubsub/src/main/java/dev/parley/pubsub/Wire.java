package dev.parley.pubsub;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What the server says in {@code parley.v1}, as the UTF-8 of JSON objects. Stateless; any thread. */
final class Wire {
    /** The subprotocol. */
    static final String NAME = "parley.v1";

    /** How each of them begins. */
    private static final String TYPE = "{\"type\":\"";

    private static final JsonFactory JSON = new JsonFactory();

    private Wire() {}

    /** The first of all: who the client is, and what holds here. */
    static byte[] welcome(String client, String user, Durability durability, TopicsOptions options) {
        return object(
                "welcome",
                json -> json.writeStringProperty("client", client)
                        .writeStringProperty("user", user)
                        .writeStringProperty("durability", durability.label())
                        .writeNumberProperty("maxPayloadBytes", options.maxPayloadBytes())
                        .writeNumberProperty("maxTopics", options.maxTopicsOfClient()));
    }

    /**
     * A subscription has begun, after this position.
     *
     * @param reason empty if it goes on from where the client had got to; otherwise why not, or {@code new}
     */
    static byte[] subscribed(long ref, TopicName topic, Position position, boolean recovered, Optional<Lost> reason) {
        return object("subscribed", json -> {
            json.writeNumberProperty("ref", ref)
                    .writeStringProperty("topic", topic.text())
                    .writeStringProperty("epoch", position.epoch())
                    .writeNumberProperty("offset", position.offset())
                    .writeBooleanProperty("recovered", recovered);
            reason.ifPresent(why -> json.writeStringProperty("reason", why.label()));
        });
    }

    static byte[] unsubscribed(long ref, TopicName topic) {
        return object(
                "unsubscribed",
                json -> json.writeNumberProperty("ref", ref).writeStringProperty("topic", topic.text()));
    }

    /** Something was lost to a subscription, which goes on after this position. */
    static byte[] lost(TopicName topic, Position position, Lost reason) {
        return object(
                "lost",
                json -> json.writeStringProperty("topic", topic.text())
                        .writeStringProperty("epoch", position.epoch())
                        .writeNumberProperty("offset", position.offset())
                        .writeStringProperty("reason", reason.label()));
    }

    /** A message of a topic, the same for all who are subscribed. */
    static byte[] message(TopicName topic, Entry entry) {
        return withPayload(
                object("message", json -> {
                    json.writeStringProperty("topic", topic.text());
                    entry(json, entry);
                }),
                entry.payload());
    }

    static byte[] ack(long ref, TopicName topic, String id, Appended appended, Durability durability) {
        return object("ack", json -> {
            json.writeNumberProperty("ref", ref)
                    .writeStringProperty("topic", topic.text())
                    .writeStringProperty("id", id)
                    .writeStringProperty("epoch", appended.position().epoch())
                    .writeNumberProperty("offset", appended.position().offset())
                    .writeStringProperty("durability", durability.label());
            if (appended.again()) {
                json.writeBooleanProperty("again", true);
            }
        });
    }

    static byte[] history(long ref, TopicName topic, Slice slice, List<Entry> entries) {
        return object("history", json -> {
            json.writeNumberProperty("ref", ref)
                    .writeStringProperty("topic", topic.text())
                    .writeStringProperty("epoch", slice.epoch())
                    .writeNumberProperty("oldest", slice.oldest())
                    .writeNumberProperty("head", slice.head())
                    .writeArrayPropertyStart("messages");
            for (Entry entry : entries) {
                json.writeStartObject();
                entry(json, entry);
                payload(json, entry.payload());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Who is there: all are counted, the first ones named. */
    static byte[] presence(long ref, TopicName topic, List<Member> members, int named) {
        return object("presence", json -> {
            json.writeNumberProperty("ref", ref)
                    .writeStringProperty("topic", topic.text())
                    .writeNumberProperty("count", members.size());
            members(json, "members", members, named);
        });
    }

    /** Who came and who left since this was last told; of very many, only some are named. */
    static byte[] presence(TopicName topic, int count, Collection<Member> came, Collection<Member> left, int named) {
        return object("presence", json -> {
            json.writeStringProperty("topic", topic.text()).writeNumberProperty("count", count);
            members(json, "came", came, named);
            members(json, "left", left, named);
            if (came.size() > named || left.size() > named) {
                json.writeBooleanProperty("incomplete", true);
            }
        });
    }

    /** @param heads up to where the server has sent each topic, by the client's own subscriptions */
    static byte[] pong(long ref, Map<TopicName, Position> heads) {
        return object("pong", json -> {
            json.writeNumberProperty("ref", ref).writeObjectPropertyStart("heads");
            heads.forEach((topic, position) -> json.writeObjectPropertyStart(topic.text())
                    .writeStringProperty("epoch", position.epoch())
                    .writeNumberProperty("offset", position.offset())
                    .writeEndObject());
            json.writeEndObject();
        });
    }

    /** @param ref that of the command that was refused; 0 if it is not known */
    static byte[] error(long ref, Refusal refusal, String message) {
        return object(
                "error",
                json -> json.writeNumberProperty("ref", ref)
                        .writeStringProperty("code", refusal.label())
                        .writeStringProperty("then", refusal.advice())
                        .writeStringProperty("message", message));
    }

    /** The {@code type} of what is said here. */
    static String typeOf(ByteBuffer utf8) {
        int from = utf8.position() + TYPE.length();
        int to = from;
        while (utf8.get(to) != '"') {
            to++;
        }
        byte[] type = new byte[to - from];
        utf8.get(from, type);
        return new String(type, StandardCharsets.US_ASCII);
    }

    private static void members(JsonGenerator json, String name, Collection<Member> members, int named) {
        json.writeArrayPropertyStart(name);
        members.stream()
                .limit(named)
                .forEach(member -> json.writeStartObject()
                        .writeStringProperty("client", member.client())
                        .writeStringProperty("user", member.user())
                        .writeEndObject());
        json.writeEndArray();
    }

    private static void entry(JsonGenerator json, Entry entry) {
        json.writeNumberProperty("offset", entry.offset())
                .writeStringProperty("from", entry.from())
                .writeStringProperty("id", entry.id())
                .writeNumberProperty("time", entry.time());
    }

    private static void payload(JsonGenerator json, Payload payload) {
        if (payload.isJson()) {
            json.writeName("data");
            json.writeRawValue(new String(payload.bytes(), StandardCharsets.UTF_8));
        } else {
            json.writeStringProperty("base64", Base64.getEncoder().encodeToString(payload.bytes()));
        }
    }

    /** The object with what the message says as its last field, whose bytes are copied as they are. */
    private static byte[] withPayload(byte[] object, Payload payload) {
        boolean json = payload.isJson();
        byte[] before = ascii(json ? ",\"data\":" : ",\"base64\":\"");
        byte[] said = json ? payload.bytes() : Base64.getEncoder().encode(payload.bytes());
        byte[] after = ascii(json ? "}" : "\"}");
        byte[] all = new byte[object.length - 1 + before.length + said.length + after.length];
        int at = put(object, object.length - 1, all, 0);
        at = put(before, before.length, all, at);
        at = put(said, said.length, all, at);
        put(after, after.length, all, at);
        return all;
    }

    private static int put(byte[] from, int length, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, length);
        return at + length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] object(String type, Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject().writeStringProperty("type", type);
            fields.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
