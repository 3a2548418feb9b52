package dev.parley.net;

import dev.parley.engine.EnginePool;
import io.netty.util.concurrent.FastThreadLocal;

/** What the connections of one event loop share; it ends when the loop's thread does. Confined to its loop. */
final class LoopShare {
    private static final FastThreadLocal<LoopShare> SHARES = new FastThreadLocal<>() {
        @Override
        protected LoopShare initialValue() {
            return new LoopShare();
        }

        @Override
        protected void onRemoval(LoopShare share) {
            share.pool.close();
            share.chunks.close();
        }
    };

    /** What their engines work with. */
    final EnginePool pool = EnginePool.direct();

    /** Which of them have something to write. */
    final Turn turn = new Turn();

    /** Where {@link SocketLine}s read into and write from. */
    final Chunks chunks = new Chunks();

    /** All of them, and what they wait for. */
    final Wheel wheel = new Wheel();

    private LoopShare() {}

    /** Closes what is not a channel: Netty closes such things too, but not if its loop ends in the midst of a turn. */
    static void closeAll() {
        current().wheel.end();
    }

    /** That of the event loop that calls. */
    static LoopShare current() {
        return SHARES.get();
    }
}
