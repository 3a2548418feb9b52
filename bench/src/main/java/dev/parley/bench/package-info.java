/** A load for anybody's WebSocket server, which checks every byte that comes back. {@link dev.parley.bench.Load} is the entrance. */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
