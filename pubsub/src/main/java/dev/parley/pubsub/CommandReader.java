package dev.parley.pubsub;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one command of {@code parley.v1}: a JSON object, of which nothing is built but what is asked for. What a message says stays as
 * the bytes that came, so everybody gets just those. One use; one caller.
 */
final class CommandReader {
    /** A message of a topic is data, not a program: deeper ones only cost their receivers' stacks. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_NAME_LENGTH = 4_096;

    /** Larger ones, positions in time and space, are no use to anybody. */
    private static final int MAX_HISTORY = 1_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private final byte[] utf8;
    private long ref;
    private String type = "";
    private @Nullable TopicName topic;
    private @Nullable String id;
    private @Nullable Payload payload;
    private @Nullable String epoch;
    private long offset = -1;
    private long before = Long.MAX_VALUE;
    private int count;
    private long ageMillis = Long.MAX_VALUE;
    private boolean presence;

    private CommandReader(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** A command, or why it is none. */
    sealed interface Read {
        record Understood(Command command) implements Read {}

        /** @param ref that of the command, or 0 if that was not understood either */
        record Malformed(long ref, String why) implements Read {}
    }

    /** @param utf8 a whole message; must not change any more */
    static Read read(byte[] utf8) {
        CommandReader reader = new CommandReader(utf8);
        try {
            reader.fields();
            return new Read.Understood(reader.command());
        } catch (Wrong wrong) {
            return new Read.Malformed(reader.ref, wrong.why);
        } catch (JacksonException e) {
            return new Read.Malformed(reader.ref, "This is not one JSON object, no deeper than " + MAX_DEPTH + ".");
        } catch (IllegalArgumentException e) {
            return new Read.Malformed(reader.ref, String.valueOf(e.getMessage()));
        }
    }

    private Command command() throws Wrong {
        return switch (type) {
            case "subscribe" -> new Command.Subscribe(ref, topic(), resume(), count, presence);
            case "unsubscribe" -> new Command.Unsubscribe(ref, topic());
            case "publish" ->
                new Command.Publish(ref, topic(), required(id, "id"), required(payload, "data\" or \"base64"));
            case "history" -> new Command.History(ref, topic(), before, count, ageMillis);
            case "presence" -> new Command.Presence(ref, topic());
            case "ping" -> new Command.Ping(ref);
            default ->
                throw new Wrong(
                        "The \"type\" of a command is subscribe, unsubscribe, publish, history, presence or ping.");
        };
    }

    private TopicName topic() throws Wrong {
        return required(topic, "topic");
    }

    private Optional<Position> resume() throws Wrong {
        if (epoch == null && offset < 0) {
            return Optional.empty();
        }
        if (epoch == null || offset < 0) {
            throw new Wrong("To resume takes both \"epoch\" and \"offset\".");
        }
        return Optional.of(new Position(epoch, offset));
    }

    private static <T> T required(@Nullable T value, String field) throws Wrong {
        if (value == null) {
            throw new Wrong("\"" + field + "\" is missing.");
        }
        return value;
    }

    private void fields() throws Wrong {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Wrong("A command is a JSON object.");
            }
            Set<String> seen = new HashSet<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (!seen.add(name)) {
                    throw new Wrong("\"" + name + "\" stands there twice.");
                }
                json.nextToken();
                field(json, name);
            }
            if (json.nextToken() != null) {
                throw new Wrong("Something follows the command.");
            }
        }
    }

    /** What is not known is left out: a later version may say more. */
    private void field(JsonParser json, String name) throws Wrong {
        switch (name) {
            case "type" -> type = text(json, name);
            case "ref" -> ref = whole(json, name, Long.MAX_VALUE);
            case "topic" -> topic = new TopicName(text(json, name));
            case "id" -> id = text(json, name);
            case "data" -> payload(Payload.json(raw(json)));
            case "base64" -> payload(Payload.binary(base64(text(json, name))));
            case "epoch" -> epoch = text(json, name);
            case "offset" -> offset = whole(json, name, Long.MAX_VALUE - 1);
            case "before" -> before = whole(json, name, Long.MAX_VALUE);
            case "history", "limit" -> count = (int) whole(json, name, MAX_HISTORY);
            case "age" -> ageMillis = whole(json, name, Long.MAX_VALUE / 1000) * 1000;
            case "presence" -> presence = bool(json, name);
            default -> json.skipChildren();
        }
    }

    private void payload(Payload said) throws Wrong {
        if (payload != null) {
            throw new Wrong("A message has \"data\" or \"base64\", not both.");
        }
        payload = said;
    }

    /** The bytes of the value that the parser stands at, and then has behind it. */
    private byte[] raw(JsonParser json) {
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        return Arrays.copyOfRange(utf8, from, (int) json.currentLocation().getByteOffset());
    }

    private static String text(JsonParser json, String name) throws Wrong {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new Wrong("\"" + name + "\" is a string.");
        }
        return json.getString();
    }

    private static boolean bool(JsonParser json, String name) throws Wrong {
        if (!json.currentToken().isBoolean()) {
            throw new Wrong("\"" + name + "\" is true or false.");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static long whole(JsonParser json, String name, long max) throws Wrong {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new Wrong("\"" + name + "\" is a whole number.");
        }
        boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        long value = fits ? json.getLongValue() : -1;
        if (value < 0 || value > max) {
            throw new Wrong("\"" + name + "\" is 0 to " + max + ".");
        }
        return value;
    }

    private static byte[] base64(String text) throws Wrong {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong("\"base64\" is not base64.");
        }
    }

    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        final String why;

        Wrong(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }
}
