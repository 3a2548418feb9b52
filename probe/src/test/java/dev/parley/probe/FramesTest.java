package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.probe.FrameWriter.Width;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final int MOST = 1 << 20;

    @Test
    void writesTheSamplesOfTheRfc() {
        // RFC 6455 §5.7
        assertThat(hex(FrameWriter.to(Role.CLIENT).write(Frame.text("Hello")))).isEqualTo("810548656c6c6f");
        assertThat(hex(FrameWriter.to(Role.SERVER).withKey(0x37FA213D).write(Frame.text("Hello"))))
                .isEqualTo("818537fa213d7f9f4d5158");
        assertThat(hex(FrameWriter.to(Role.CLIENT).write(Frame.text("Hel").unfinished(), Frame.continuation("lo"))))
                .isEqualTo("010348656c80026c6f");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65535, 65536, 100_000})
    void whatIsWrittenIsRead(int size) {
        Frame frame = Frame.binary(Payloads.random(size));
        // The probe writes to a server as a client does, which is what a reader of clients must understand.
        for (Role peer : Role.values()) {
            FrameReader reader = new FrameReader(peer.other(), false, MOST);
            reader.feed(FrameWriter.to(peer).write(frame));
            assertThat(reader.next()).contains(frame);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.violations()).isEmpty();
        }
    }

    @Test
    void itMakesNoDifferenceHowBytesAreCut() {
        Frame[] frames = {
            Frame.text("Hel").unfinished(),
            Frame.ping("p"),
            Frame.continuation("lo"),
            Frame.binary(Payloads.random(70_000)),
            Frame.close(1000, "bye")
        };
        byte[] bytes = FrameWriter.to(Role.CLIENT).write(frames);
        for (int step : new int[] {1, 2, 3, 7, 1000}) {
            FrameReader reader = new FrameReader(Role.SERVER, false, MOST);
            int read = 0;
            for (int from = 0; from < bytes.length; from += step) {
                reader.feed(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step)));
                for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                    assertThat(frame).contains(frames[read++]);
                }
            }
            assertThat(read).isEqualTo(frames.length);
            assertThat(reader.violations()).isEmpty();
        }
    }

    static Stream<Arguments> violations() {
        FrameWriter server = FrameWriter.to(Role.CLIENT);
        Frame hello = Frame.text("hello");
        return Stream.of(
                Arguments.of("masked", server.wronglyMasking().write(hello)),
                Arguments.of("more bytes than it needs", server.write(hello, Width.IN_2_BYTES)),
                Arguments.of("more bytes than it needs", server.write(hello, Width.IN_8_BYTES)),
                Arguments.of("Reserved bits", server.write(hello.withReserved(4))),
                Arguments.of("Reserved bits", server.write(hello.withReserved(1))),
                Arguments.of("unknown opcode", server.write(Frame.of(3, new byte[0]))),
                Arguments.of("unknown opcode", server.write(Frame.of(11, new byte[0]))),
                Arguments.of("is fragmented", server.write(Frame.ping("").unfinished())),
                Arguments.of("has 126 bytes", server.write(Frame.of(Opcodes.PING, new byte[126]))),
                Arguments.of("continues nothing", server.write(Frame.continuation("x"))),
                Arguments.of("inside another", server.write(hello.unfinished(), hello)),
                Arguments.of("body of one byte", server.write(Frame.close(new byte[1]))),
                Arguments.of("has the code 1005", server.write(Frame.close(1005))),
                Arguments.of("has the code 999", server.write(Frame.close(999))),
                Arguments.of("is not UTF-8", server.write(Frame.close(1000, new byte[] {-1}))),
                Arguments.of(
                        "After its Close frame",
                        server.write(Frame.close(1000), Frame.of(Opcodes.PONG, new byte[0]), hello)),
                Arguments.of("After its Close frame", server.write(Frame.close(1000), hello)),
                Arguments.of("declares a length", server.declaring(hello, -1)),
                Arguments.of("declares a length", server.declaring(hello, 1L << 40)));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void everyRuleThatAPeerBreaksIsNoted(String words, byte[] bytes) {
        FrameReader reader = new FrameReader(Role.SERVER, false, MOST);
        reader.feed(bytes);
        while (reader.next().isPresent()) {
            // on to the last one
        }
        assertThat(reader.violations()).isNotEmpty().anyMatch(violation -> violation.contains(words));
    }

    @Test
    void controlFramesAfterACloseFrameBreakNoRule() {
        FrameReader reader = new FrameReader(Role.SERVER, false, MOST);
        reader.feed(FrameWriter.to(Role.CLIENT)
                .write(Frame.close(1002), Frame.close(1000), Frame.ping("still there?"), Frame.pong("yes")));
        while (reader.next().isPresent()) {
            // on to the last one
        }
        assertThat(reader.violations()).isEmpty();
    }

    @Test
    void aClientsFrameWithoutAMaskIsNoted() {
        FrameReader reader = new FrameReader(Role.CLIENT, false, MOST);
        reader.feed(FrameWriter.to(Role.CLIENT).write(Frame.text("hello")));
        assertThat(reader.next()).contains(Frame.text("hello"));
        assertThat(reader.violations()).singleElement().asString().contains("not masked");
    }

    @ParameterizedTest
    @EnumSource
    void rsv1HasAMeaningOnceCompressionIsAgreedOn(Role peer) {
        FrameReader reader = new FrameReader(peer, true, MOST);
        Frame compressed = Frame.text("x").withReserved(Frame.RSV1);
        reader.feed(
                FrameWriter.to(peer.other()).write(compressed, Frame.ping("").withReserved(Frame.RSV1)));
        assertThat(reader.next()).contains(compressed);
        assertThat(reader.violations()).isEmpty();
        reader.next();
        assertThat(reader.violations()).hasSize(1);
    }

    @Test
    void theMaskingKeysAreKept() {
        FrameReader reader = new FrameReader(Role.CLIENT, false, MOST);
        reader.feed(FrameWriter.to(Role.SERVER).withKey(42).write(Frame.text("a"), Frame.text("b")));
        reader.next();
        reader.next();
        assertThat(reader.keys()).isEqualTo(List.of(42, 42));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
