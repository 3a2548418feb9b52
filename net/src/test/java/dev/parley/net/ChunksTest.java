package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.net.Chunks.Chunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an event loop keeps of the memory that slow peers needed is bounded. */
final class ChunksTest {
    private static final int KEPT = 32 * 1024 * 1024 / Chunks.LARGE;

    @Test
    void chunkThatWasGivenBackIsTakenAgainEmpty() {
        Chunks chunks = new Chunks();
        Chunk chunk = chunks.take(Chunks.SMALL);
        chunk.buffer.putInt(1);
        chunk.from = 2;
        chunks.give(chunk);

        assertThat(chunks.take(Chunks.SMALL)).isSameAs(chunk);
        assertThat(chunk.buffer.position()).isZero();
        assertThat(chunk.from).isZero();
        chunks.give(chunk);
        chunks.close();
    }

    @Test
    void moreThanSoMuchIsNotKept() {
        Chunks chunks = new Chunks();
        List<Chunk> many = take(chunks, KEPT + 10);
        Set<Chunk> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.addAll(many);
        many.forEach(chunks::give);

        List<Chunk> again = take(chunks, KEPT + 10);
        assertThat(again.stream().filter(seen::contains).count()).isEqualTo(KEPT);
        again.forEach(chunks::give);
        chunks.close();
    }

    private static List<Chunk> take(Chunks chunks, int count) {
        List<Chunk> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(chunks.take(Chunks.LARGE));
        }
        return taken;
    }
}
