package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fingerprints are those of the RFCs. It needs their texts, which are not ours to keep, so it is no part of the build:
 * name their folder by {@code -Drfc.text}, and add {@code -Drfc.fingerprint=write} to take the fingerprints anew.
 */
final class RfcTextCheck {
    static Iterable<Integer> documents() {
        return RfcFingerprintFile.FIRST_SECTIONS.keySet();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theFingerprintIsThatOfTheText(int number) throws Exception {
        String folder = System.getProperty("rfc.text");
        assertThat(folder).as("-Drfc.text, the folder with rfc%d.txt", number).isNotNull();
        RfcText text = RfcText.read(Path.of(folder), number).from(RfcFingerprintFile.FIRST_SECTIONS.get(number));
        String fingerprint = RfcFingerprintFile.text(RfcFingerprint.of(text));
        Path file = Path.of("src/test/resources", RfcFingerprintFile.name(number));
        if ("write".equals(System.getProperty("rfc.fingerprint"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, fingerprint);
        }
        assertThat(Files.readString(file)).isEqualTo(fingerprint);
    }
}
