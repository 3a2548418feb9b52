package dev.parley.net;

import dev.parley.engine.CompressionPool;
import io.netty.util.concurrent.FastThreadLocal;

/** What the connections of one event loop compress with; it ends when the loop's thread does. */
final class LoopCompression {
    private static final FastThreadLocal<CompressionPool> POOLS = new FastThreadLocal<>() {
        @Override
        protected CompressionPool initialValue() {
            return new CompressionPool();
        }

        @Override
        protected void onRemoval(CompressionPool pool) {
            pool.close();
        }
    };

    private LoopCompression() {}

    /** That of the event loop that calls. */
    static CompressionPool pool() {
        return POOLS.get();
    }
}
