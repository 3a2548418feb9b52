package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class ZeroCounterTest {
    private final ZeroCounter zeros = new ZeroCounter();

    @Test
    void countsWhatCameAsItIs() throws Exception {
        zeros.add(Frame.binary(new byte[1000]).unfinished());
        zeros.add(Frame.continuation(new byte[24]));
        assertThat(zeros.count()).isEqualTo(1024);
    }

    @Test
    void countsWhatCameCompressedHoweverItIsCut() throws Exception {
        Frame[] frames = FragmentationCases.fragments(Opcodes.BINARY, Compressor.zeros(5), 7);
        frames[0] = frames[0].withReserved(Frame.RSV1);
        for (Frame frame : frames) {
            zeros.add(frame);
        }
        assertThat(zeros.count()).isEqualTo(5 << 20);
    }

    @Test
    void goesOnAfterALastBlock() throws Exception {
        DeflateWriter blocks = new DeflateWriter().stored(true, new byte[100]).stored(true, new byte[100]);
        zeros.add(Frame.binary(blocks.message()).withReserved(Frame.RSV1));
        assertThat(zeros.count()).isEqualTo(200);
    }

    @Test
    void anythingElseIsFound() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> zeros.add(Frame.binary(new byte[] {0, 0, 1})))
                .withMessageContaining("byte 2");
    }
}
