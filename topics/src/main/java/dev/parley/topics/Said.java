package dev.parley.topics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the server said: a JSON object of {@code parley.v1}, in which what messages say is left as it came. Immutable.
 *
 * @param fields strings, longs, booleans, payloads, and lists and objects of those
 */
record Said(Map<String, Object> fields) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws RuntimeException if it is no JSON object */
    static Said read(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("The server said what is no object.");
            }
            return object(parser, utf8);
        }
    }

    private static Said object(JsonParser parser, byte[] utf8) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, name.equals("data") ? raw(parser, utf8) : value(parser, utf8));
        }
        return new Said(fields);
    }

    private static Object value(JsonParser parser, byte[] utf8) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, utf8);
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser, utf8));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getString();
        };
    }

    /** The value that the parser stands at, and then has behind it. */
    private static Payload raw(JsonParser parser, byte[] utf8) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return Payload.heard(true, new String(Arrays.copyOfRange(utf8, from, to), StandardCharsets.UTF_8));
    }

    /** Empty if there is none. */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    /** 0 if there is none. */
    long number(String name) {
        return fields.get(name) instanceof Long number ? number : 0;
    }

    boolean is(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    Place place() {
        return new Place(text("epoch"), number("offset"));
    }

    Said part(String name) {
        return fields.get(name) instanceof Said part ? part : new Said(Map.of());
    }

    List<Said> parts(String name) {
        List<Said> parts = new ArrayList<>();
        if (fields.get(name) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Said part) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    Message message(String topic, String epoch) {
        Payload payload = fields.get("data") instanceof Payload data ? data : Payload.heard(false, text("base64"));
        return new Message(
                topic, new Place(epoch, number("offset")), text("from"), text("id"), number("time"), payload);
    }

    List<Member> members(String name) {
        return parts(name).stream()
                .map(part -> new Member(part.text("client"), part.text("user")))
                .toList();
    }
}
