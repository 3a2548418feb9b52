package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages in fragments (RFC 6455 §5.4), and floods of fragments. */
final class FragmentationTest {
    private static final Limits DEFAULT = Limits.DEFAULT;

    // RFC 6455 §5.4: "Message fragments MUST be delivered to the recipient in the order sent by the sender" and
    // "Clients and servers MUST support receiving both fragmented and unfragmented messages."
    @ParameterizedTest
    @EnumSource(Role.class)
    void textCutBetweenAnyTwoBytesIsOneMessage(Role role) {
        String text = "añ€👋 κόσμε";
        byte[] bytes = Wire.utf8(text);
        for (int cut = 0; cut <= bytes.length; cut++) {
            byte[] head = Arrays.copyOf(bytes, cut);
            byte[] tail = Arrays.copyOfRange(bytes, cut, bytes.length);
            Endpoint endpoint = Endpoint.play(role, e -> {
                e.feed(e.wire()
                        .frame(Wire.TEXT, head)
                        .ping("")
                        .frame(Wire.FIN, tail)
                        .text("next"));
            });
            endpoint.assertLog("sent PONG ", "got PING ", "got TEXT " + text, "got TEXT next");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void emptyFragmentsAddNothingWhereverTheyAre(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire()
                    .frame(Wire.TEXT, "")
                    .frame(0, "ab")
                    .frame(0, "")
                    .frame(0, "c")
                    .frame(Wire.FIN, ""));
            e.feed(e.wire().frame(Wire.BINARY, "").frame(Wire.FIN, ""));
            e.feed(e.wire().frame(Wire.BINARY, "").frame(Wire.FIN, "z"));
            e.feed(e.wire().frame(Wire.BINARY, "a").frame(Wire.FIN, ""));
        });
        endpoint.assertLog("got TEXT abc", "got BINARY ", "got BINARY 7a", "got BINARY 61");
    }

    // RFC 6455 §6.2: "the endpoint MUST note the /type/ of the data as defined by the opcode" and "Subsequent data
    // frames MUST be interpreted as belonging to a new WebSocket message."
    @ParameterizedTest
    @EnumSource(Role.class)
    void kindOfTheFirstFragmentIsTheKindOfTheMessage(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire()
                    .frame(Wire.BINARY, "a")
                    .frame(Wire.FIN, new byte[] {-1})
                    .text("t"));
        });
        endpoint.assertLog("got BINARY 61ff", "got TEXT t");
    }

    // RFC 6455 §5.4: "An endpoint MUST be capable of handling control frames in the middle of a fragmented message."
    @ParameterizedTest
    @EnumSource(Role.class)
    void controlFramesMayStandBetweenFragments(Role role) {
        Endpoint endpoint = Endpoint.play(role, e -> {
            e.feed(e.wire()
                    .frame(Wire.TEXT, "a")
                    .ping("1")
                    .frame(0, "b")
                    .pong("2")
                    .ping("3")
                    .frame(Wire.FIN, "c"));
        });
        endpoint.assertLog("sent PONG 31", "got PING 31", "got PONG 32", "sent PONG 33", "got PING 33", "got TEXT abc");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void fourMebibytesInFragmentsOf64BytesAreAccepted(Role role) {
        byte[] message = Wire.pattern(4 << 20);
        Limits limits = DEFAULT.withMaxMessageBytes(message.length);
        Endpoint endpoint = Endpoint.play(role, limits, e -> e.feed(inFragments(e.wire(), message, 64)));
        endpoint.assertLog("got BINARY " + Frame.show(Opcode.BINARY, message));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void fragmentsOfOneByteAreRefusedOnceThereAreTooMany(Role role) {
        byte[] free = Wire.pattern(1_000);
        Endpoint few = Endpoint.play(role, e -> e.feed(inFragments(e.wire(), free, 1)));
        few.assertLog("got BINARY " + Frame.show(Opcode.BINARY, free));
        Endpoint flood = Endpoint.play(role, e -> e.feed(inFragments(e.wire(), Wire.pattern(1_001), 1)));
        assertThat(flood.ending()).isEqualTo(new Ending.Failed(Violation.FRAGMENTS_TOO_SMALL));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void withoutTheMeanSizeFragmentsOfOneByteAreAccepted(Role role) {
        byte[] message = Wire.pattern(20_000);
        Limits limits = DEFAULT.withMinMeanFragmentBytes(0);
        Endpoint endpoint = Endpoint.play(role, limits, e -> e.feed(inFragments(e.wire(), message, 1)));
        endpoint.assertLog("got BINARY " + Frame.show(Opcode.BINARY, message));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void fragmentsOfJustTheMeanSizeAreAcceptedAndOneByteLessIsNot(Role role) {
        byte[] message = Wire.pattern(16 * 1_200);
        Endpoint just = Endpoint.play(role, e -> e.feed(inFragments(e.wire(), message, 16)));
        just.assertLog("got BINARY " + Frame.show(Opcode.BINARY, message));
        Endpoint less = Endpoint.play(role, e -> e.feed(inFragments(e.wire(), message, 15)));
        assertThat(less.ending()).isEqualTo(new Ending.Failed(Violation.FRAGMENTS_TOO_SMALL));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void emptyFragmentsInARowAreRefusedOnceThereAreTooMany(Role role) {
        Endpoint most = Endpoint.play(
                role, e -> e.feed(empties(e.wire().frame(Wire.TEXT, "a"), 16).frame(0, "b")));
        assertThat(most.state()).isEqualTo(ReadyState.OPEN);
        Endpoint last = Endpoint.play(
                role, e -> e.feed(empties(e.wire().frame(Wire.TEXT, "a"), 16).frame(Wire.FIN, "")));
        last.assertLog("got TEXT a");
        Endpoint flood = Endpoint.play(role, e -> e.feed(empties(e.wire().frame(Wire.TEXT, "a"), 17)));
        assertThat(flood.ending()).isEqualTo(new Ending.Failed(Violation.EMPTY_FRAGMENTS));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void controlFramesDoNotInterruptARowOfEmptyFragments(Role role) {
        Endpoint flood = Endpoint.play(role, e -> {
            Wire wire = e.wire().frame(Wire.TEXT, "a");
            for (int i = 0; i < 17; i++) {
                empties(wire, 1).pong("x");
            }
            e.feed(wire);
        });
        assertThat(flood.ending()).isEqualTo(new Ending.Failed(Violation.EMPTY_FRAGMENTS));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void withoutTheirLimitsEmptyFragmentsAreAccepted(Role role) {
        Limits limits = DEFAULT.withMaxEmptyFragmentsInARow(Integer.MAX_VALUE).withMinMeanFragmentBytes(0);
        Endpoint endpoint = Endpoint.play(role, limits, e -> {
            e.feed(empties(e.wire().frame(Wire.TEXT, "a"), 5_000).frame(Wire.FIN, "b"));
        });
        endpoint.assertLog("got TEXT ab");
    }

    @Test
    void emptyFragmentsThatAreNotInARowAreAccepted() {
        Endpoint.play(Role.SERVER, e -> {
                    Wire wire = e.wire().frame(Wire.TEXT, "a");
                    for (int i = 0; i < 5; i++) {
                        empties(wire, 16).frame(Wire.CONTINUATION, "b");
                    }
                    e.feed(wire.frame(Wire.FIN, "c"));
                })
                .assertLog("got TEXT abbbbbc");
    }

    @Test
    void countsBeginAnewWithEachMessage() {
        Endpoint.play(Role.SERVER, BrokenRule.LIMITS, e -> {
                    e.feed(empties(e.wire().frame(Wire.TEXT, "1").frame(0, "2"), 1)
                            .frame(Wire.FIN, "3"));
                    e.feed(empties(e.wire().frame(Wire.TEXT, "4").frame(0, "5"), 1)
                            .frame(Wire.FIN, "6"));
                    e.feed(empties(e.wire().frame(Wire.TEXT, ""), 2).frame(Wire.FIN, ""));
                    e.feed(empties(e.wire().frame(Wire.TEXT, ""), 2).frame(Wire.FIN, ""));
                })
                .assertLog("got TEXT 123", "got TEXT 456", "got TEXT ", "got TEXT ");
    }

    private static Wire empties(Wire wire, int count) {
        for (int i = 0; i < count; i++) {
            wire.frame(Wire.CONTINUATION, "");
        }
        return wire;
    }

    static Wire inFragments(Wire wire, byte[] message, int fragment) {
        for (int at = 0; at < message.length; at += fragment) {
            int end = Math.min(message.length, at + fragment);
            int fin = end == message.length ? Wire.FIN : 0;
            wire.frame(fin | (at == 0 ? Wire.BINARY : Wire.CONTINUATION), Arrays.copyOfRange(message, at, end));
        }
        return wire;
    }
}
