package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
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

    @Test
    void aSliceMayHaveATypeAndNoEnd() throws IOException {
        Blob slice = Blob.of("0123456789").withType("text/plain").slice(7);
        assertThat(slice.text()).isEqualTo("789");
        assertThat(slice.type()).isEmpty();
        assertThat(slice.slice(0, 1, "Text/CSV").type()).isEqualTo("text/csv");
        assertThat(Blob.of("x").slice(Long.MIN_VALUE, Long.MAX_VALUE).size()).isEqualTo(1);
    }

    @Test
    void partsAreOneBlobAndFilesAmongThemAreReadLater(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("digits"), "0123456789");
        Blob inMemory = Blob.of(Blob.of("ab"), Blob.of(new byte[] {'c'}), Blob.of(ByteBuffer.wrap(new byte[] {'d'})));
        assertThat(inMemory.text()).isEqualTo("abcd");
        assertThat(inMemory.isInMemory()).isTrue();
        Blob mixed = Blob.of(inMemory, Blob.of(file).slice(1, 9), Blob.of(""), Blob.of("z"));
        assertThat(mixed.isInMemory()).isFalse();
        assertThat(mixed.text()).isEqualTo("abcd12345678z");
        for (int from = 0; from <= mixed.size(); from++) {
            for (int to = from; to <= mixed.size(); to++) {
                assertThat(mixed.slice(from, to).text()).isEqualTo("abcd12345678z".substring(from, to));
            }
        }
        try (InputStream stream = mixed.stream()) {
            assertThat(stream.read()).isEqualTo('a');
            assertThat(stream.readAllBytes()).hasSize(12);
            assertThat(stream.read()).isEqualTo(-1);
        }
        assertThat(Blob.of(new Blob[0]).size()).isZero();
    }

    @Test
    void textIsWithoutAByteOrderMarkAndWhatIsNoUtf8IsReplaced() throws IOException {
        assertThat(Blob.of("\uFEFFa\uFEFF").text()).isEqualTo("a\uFEFF");
        assertThat(Blob.of(new byte[] {'a', (byte) 0xFF}).text()).isEqualTo("a\uFFFD");
    }

    @Test
    void aTemporaryFileIsThereForAsLongAsItsBlob() throws Exception {
        Blob blob = spilled();
        Path path = ((BlobSource.InFile) blob.source()).path();
        Blob slice = blob.slice(1);
        blob = Blob.of("");
        System.gc();
        assertThat(slice.text()).isEqualTo("bc");
        assertThat(path).exists();
        slice = Blob.of("");
        for (int i = 0; i < 1_000 && Files.exists(path); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(path).doesNotExist();
        assertThat(slice.size() + blob.size()).isZero();
    }

    /** On its own, so that no variable holds on to the file. */
    private static Blob spilled() throws IOException {
        Spill spill = new Spill();
        spill.add(new byte[] {'a', 'b'});
        spill.add(new byte[] {'c'});
        return spill.finish();
    }

    @Test
    void aMessageThatIsNotWantedAnyMoreLeavesNoFile() throws IOException {
        Spill spill = new Spill();
        spill.add(new byte[10]);
        Path path = spill.path();
        assertThat(path).exists();
        spill.discard();
        assertThat(path).doesNotExist();
    }
}
