/** RFC 6455 as a state machine. */
@NullMarked
package dev.parley.engine;

import org.jspecify.annotations.NullMarked;
