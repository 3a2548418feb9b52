package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketsTest {
    @Test
    void whatClientsSayIsRead() {
        assertThat(Packets.read("{\"type\":\"username\",\"name\":\"Ada\",\"id\":\"1\",\"date\":0}"))
                .isEqualTo(new Packets.Username("Ada"));
        assertThat(Packets.read("{\"type\":\"message\",\"text\":\"hi\"}")).isEqualTo(new Packets.Message("hi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "\"type\"",
                "{",
                "{}",
                "{\"type\":1}",
                "{\"type\":null}",
                "{\"type\":{}}",
                "{\"type\":\"nonsense\"}",
                "{\"type\":\"message\"",
                "hello"
            })
    void whatCannotBeUnderstoodIsSaidSo(String packet) {
        assertThat(Packets.read(packet))
                .isInstanceOfSatisfying(
                        Packets.Malformed.class,
                        malformed -> assertThat(malformed.why()).isNotBlank());
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        assertThat(Packets.read("[".repeat(100_000))).isInstanceOf(Packets.Malformed.class);
        assertThat(Packets.read("{\"a\":".repeat(100_000))).isInstanceOf(Packets.Malformed.class);
    }

    @Test
    void fieldsOfAnotherTypeCountAsEmpty() {
        assertThat(Packets.read("{\"type\":\"message\",\"text\":[1]}")).isEqualTo(new Packets.Message(""));
        assertThat(Packets.read("{\"type\":\"username\"}")).isEqualTo(new Packets.Username(""));
    }

    @Test
    void whatTheServerSaysHasTheFieldsOfItsType() {
        assertThat(Packets.id("7")).contains("\"type\":\"id\"", "\"id\":\"7\"", "\"date\":");
        assertThat(Packets.username("7", "Ada")).contains("\"type\":\"username\"", "\"name\":\"Ada\"");
        assertThat(Packets.rejectUsername("7", "Ada2")).contains("\"type\":\"rejectusername\"", "\"name\":\"Ada2\"");
        assertThat(Packets.message("7", "Ada", "a \"b\"\n", 1_800_000_000_000L))
                .contains("\"type\":\"message\"", "\"text\":\"a \\\"b\\\"\\n\"", "\"id\":\"7\"", "\"name\":\"Ada\"");
        assertThat(Packets.userList(List.of("Ada", "Grace")))
                .contains("\"type\":\"userlist\"", "\"users\":[\"Ada\",\"Grace\"]");
        assertThat(Packets.error("no")).contains("\"type\":\"error\"", "\"text\":\"no\"");
    }
}
