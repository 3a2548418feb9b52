package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final Transcript transcript = new Transcript();

    @Test
    void keepsTheFirstBytesOfAnEntryAndCountsTheRest() {
        transcript.sent(1, new byte[100_000], 0, 100_000);
        Transcript.Entry entry = transcript.entries().get(0);
        assertThat(entry.bytes()).hasSize(Transcript.MAX_BYTES_AN_ENTRY);
        assertThat(entry.total()).isEqualTo(100_000);
        assertThat(transcript.sent()).isEqualTo(100_000);
    }

    @Test
    void keepsABoundedNumberOfEntries() {
        for (int i = 0; i < 10_000; i++) {
            transcript.came(1, new byte[1], 0, 1);
        }
        assertThat(transcript.entries()).hasSize(Transcript.MAX_ENTRIES);
        assertThat(transcript.omitted()).isEqualTo(10_000 - Transcript.MAX_ENTRIES);
        assertThat(transcript.came()).isEqualTo(10_000);
    }

    @Test
    void keepsTheLastEventAllTheSame() {
        for (int i = 0; i < 10_000; i++) {
            transcript.came(1, new byte[1], 0, 1);
        }
        transcript.event(1, "the end");
        assertThat(transcript.entries())
                .last()
                .satisfies(entry -> assertThat(entry.text()).isEqualTo("the end"));
    }
}
