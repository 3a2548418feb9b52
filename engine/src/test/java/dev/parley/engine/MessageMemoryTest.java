package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageMemoryTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final MessageMemory memory = new MessageMemory(false);

    @ParameterizedTest
    @ValueSource(ints = {1, 1_024, 16 * 1_024 - 1, 16 * 1_024, 16 * 1_024 + 1, 100_000, MEBIBYTE, 9 * MEBIBYTE})
    void thereIsRoomForWhatWasAskedForAndNoMoreThanWasSaid(int bytes) {
        assertThat(memory.take(bytes).remaining())
                .isGreaterThanOrEqualTo(bytes)
                .isLessThanOrEqualTo(2 * bytes)
                .isEqualTo(MessageMemory.capacityFor(bytes));
    }

    @Test
    void noMoreThanSixteenMebibytesAreKept() {
        Set<ByteBuffer> given = Collections.newSetFromMap(new IdentityHashMap<>());
        given.addAll(taken(20));
        given.forEach(memory::give);
        assertThat(taken(20)).filteredOn(given::contains).hasSize(16);
    }

    @Test
    void whatIsVeryLargeIsNotKept() {
        ByteBuffer large = memory.take(9 * MEBIBYTE);
        memory.give(large);
        assertThat(memory.take(9 * MEBIBYTE)).isNotSameAs(large);
    }

    @Test
    void nothingIsKeptOnceItIsClosed() {
        ByteBuffer used = memory.take(MEBIBYTE);
        memory.close();
        memory.give(used);
        assertThat(memory.take(MEBIBYTE)).isNotSameAs(used);
    }

    private List<ByteBuffer> taken(int count) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buffers.add(memory.take(MEBIBYTE));
        }
        return buffers;
    }
}
