package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.50e+3",
                "\"\"",
                "\"é\\u00e9\\\"\"",
                "null",
                "true",
                "[]",
                "{}",
                "[ 1 , {\"a\" : [ ] } ]",
                "{\"data\":{\"data\":1}}",
                "12345678901234567890123",
                "\"\\ud800\""
            })
    void whatIsSaidStaysAsItCame(String data) {
        for (String form : new String[] {
            "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"data\":%s}",
            "{\"data\":%s,\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\"}",
            " { \"data\" :\n %s , \"ä\":[1],\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\"} "
        }) {
            Command.Publish publish = (Command.Publish) understood(String.format(form, data));
            assertThat(new String(publish.payload().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo(data);
            assertThat(publish.payload().isJson()).isTrue();
        }
    }

    @Test
    void whatGoesOutHasTheVeryBytesThatCameIn() {
        String data = "{\"n\":1.50,\"s\":\"\\u0041é\"}";
        byte[] message = Wire.message(
                new TopicName("t"),
                new Entry(7, "ada \"x\"", "a\\b", 5, Payload.json(data.getBytes(StandardCharsets.UTF_8))));
        assertThat(new String(message, StandardCharsets.UTF_8)).endsWith(",\"data\":" + data + "}");
        assertThat(Json.object(message))
                .containsAllEntriesOf(Map.of("offset", 7L, "from", "ada \"x\"", "id", "a\\b", "time", 5L));
    }

    @Test
    void aSubscriptionMayResume() {
        assertThat(understood("{\"type\":\"subscribe\",\"ref\":3,\"topic\":\"t\",\"epoch\":\"e\",\"offset\":9,"
                        + "\"history\":4,\"presence\":true}"))
                .isEqualTo(new Command.Subscribe(3, new TopicName("t"), Optional.of(new Position("e", 9)), 4, true));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(understood("{\"type\":\"ping\",\"ref\":1,\"later\":{\"a\":[1,2]}}"))
                .isEqualTo(new Command.Ping(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "{",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"ping\"}x",
                "{\"type\":\"ping\"}{}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"ref\":-1}",
                "{\"type\":\"ping\",\"ref\":1.5}",
                "{\"type\":\"ping\",\"ref\":99999999999999999999}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"topic\":\"\"}",
                "{\"type\":\"subscribe\",\"topic\":\"a b\"}",
                "{\"type\":\"subscribe\",\"topic\":\"t\",\"epoch\":\"e\"}",
                "{\"type\":\"subscribe\",\"topic\":\"t\",\"offset\":1}",
                "{\"type\":\"subscribe\",\"topic\":\"t\",\"epoch\":\"\\n\",\"offset\":1}",
                "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\"}",
                "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"base64\":\"?\"}",
                "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"data\":1,\"base64\":\"\"}",
                "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"data\":01}",
                "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"data\":nul}",
                "{\"type\":\"publish\",\"topic\":\"t\",\"data\":1}"
            })
    void whatIsNoCommandIsToldSo(String text) {
        assertThat(CommandReader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CommandReader.Read.Malformed.class);
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(60) + "]".repeat(60);
        understood("{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"data\":" + deep + "}");
        String deeper = "[".repeat(20_000) + "]".repeat(20_000);
        for (String field : new String[] {"data", "unknown"}) {
            String text = "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"" + field + "\":" + deeper + "}";
            assertThat(CommandReader.read(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(CommandReader.Read.Malformed.class);
        }
    }

    @Test
    void bytesOfChanceDoNoHarm() {
        Random random = new Random(1);
        byte[] command = "{\"type\":\"publish\",\"topic\":\"t\",\"id\":\"x\",\"data\":{\"é\":[1,\"2\",null]}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = command.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            CommandReader.read(changed);
        }
    }

    private static Command understood(String text) {
        CommandReader.Read read = CommandReader.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(CommandReader.Read.Understood.class);
        return ((CommandReader.Read.Understood) read).command();
    }
}
