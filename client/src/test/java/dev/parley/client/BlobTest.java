package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlobTest {
    @Test
    void doesNotChangeWithTheBytesItWasMadeOf() throws IOException {
        byte[] bytes = {1, 2, 3};
        Blob ofBytes = Blob.of(bytes);
        Blob ofBuffer = Blob.of(ByteBuffer.wrap(bytes, 1, 2));
        bytes[1] = 9;
        assertThat(ofBytes.arrayBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(ofBuffer.arrayBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        ofBytes.arrayBuffer().put(0, (byte) 9);
        assertThat(ofBytes.stream().read()).isEqualTo(1);
    }

    @Test
    void aSliceCountsFromBothEnds(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("digits"), "0123456789");
        for (Blob digits : new Blob[] {Blob.of("0123456789"), Blob.of(file)}) {
            assertThat(digits.size()).isEqualTo(10);
            assertThat(digits.slice(2, 5).text()).isEqualTo("234");
            assertThat(digits.slice(-3, -1).text()).isEqualTo("78");
            assertThat(digits.slice(2, 8).slice(1, -1).text()).isEqualTo("3456");
            assertThat(digits.slice(5, 2).size()).isZero();
            assertThat(digits.slice(-100, 100).text()).isEqualTo("0123456789");
            assertThat(new String(digits.slice(8, 10).stream().readAllBytes())).isEqualTo("89");
        }
    }

    @Test
    void aTypeIsInLowerCaseOrEmpty() {
        assertThat(Blob.of("x").type()).isEmpty();
        assertThat(Blob.of("x").withType("Image/PNG").type()).isEqualTo("image/png");
        assertThat(Blob.of("x").withType("ü").type()).isEmpty();
    }

    @Test
    void aFileThatHasBecomeShorterIsAnError(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("digits"), "0123456789");
        Blob blob = Blob.of(file);
        Files.writeString(file, "0");
        assertThatThrownBy(blob::arrayBuffer).isInstanceOf(IOException.class).hasMessageContaining("shorter");
        assertThatThrownBy(() -> Blob.of(directory.resolve("nowhere"))).isInstanceOf(IOException.class);
    }
}
