/** Other people's WebSocket endpoints, and ours among them, in front of the probe. */
@NullMarked
package dev.parley.proofs.peers;

import org.jspecify.annotations.NullMarked;
