/** Conformance cases for anybody's WebSocket endpoint, and their runner. */
@NullMarked
package dev.parley.probe;

import org.jspecify.annotations.NullMarked;
