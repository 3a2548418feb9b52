package dev.parley.topics;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a message says: one JSON value, or bytes. Immutable. */
public final class Payload {
    /** One level less than a command may have. */
    private static final int MAX_DEPTH = 63;

    private static final JsonFactory JSON = new JsonFactory();

    private final boolean json;
    private final String said;

    private Payload(boolean json, String said) {
        this.json = json;
        this.said = said;
    }

    /**
     * A JSON value.
     *
     * @throws IllegalArgumentException if it is not exactly one, or is nested deeper than 63
     */
    public static Payload json(String json) {
        int depth = 0;
        int values = 0;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
                if (depth > MAX_DEPTH) {
                    throw new IllegalArgumentException("A payload is nested " + MAX_DEPTH + " deep at the most.");
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("This is no JSON: " + e.getOriginalMessage(), e);
        }
        if (values != 1) {
            throw new IllegalArgumentException("A payload is one JSON value, not " + values + ".");
        }
        return new Payload(true, json);
    }

    /** A JSON string; lone surrogates become U+FFFD. */
    public static Payload text(String text) {
        return new Payload(true, quoted(text));
    }

    /** Bytes of any meaning, which are copied. */
    public static Payload binary(byte[] bytes) {
        return new Payload(false, Base64.getEncoder().encodeToString(bytes));
    }

    /** As it stood in a server's message, which is believed. */
    static Payload heard(boolean json, String said) {
        return new Payload(json, said);
    }

    /** Whether it is JSON, and not bytes. */
    public boolean isJson() {
        return json;
    }

    /**
     * The JSON value, for the JSON library of your choice.
     *
     * @throws IllegalStateException if it is bytes
     */
    public String json() {
        if (!json) {
            throw new IllegalStateException("These are bytes.");
        }
        return said;
    }

    /**
     * The text, if it is a JSON string.
     *
     * @throws IllegalStateException if it is something else
     */
    public String text() {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json())) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new IllegalStateException("This is no JSON string: " + said);
            }
            return parser.getString();
        }
    }

    /**
     * The bytes.
     *
     * @throws IllegalStateException if it is JSON
     */
    public byte[] bytes() {
        if (json) {
            throw new IllegalStateException("This is JSON.");
        }
        return Base64.getDecoder().decode(said);
    }

    /** How many bytes it has at the server. */
    int size() {
        return json ? said.getBytes(StandardCharsets.UTF_8).length : bytes().length;
    }

    /** As a field of a command. */
    String field() {
        return json ? "\"data\":" + said : "\"base64\":\"" + said + "\"";
    }

    static String quoted(String text) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeString(text);
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && json == payload.json && said.equals(payload.said);
    }

    @Override
    public int hashCode() {
        return said.hashCode();
    }

    @Override
    public String toString() {
        return json ? said : "bytes:" + said;
    }
}
