/** Topics on many nodes: the log and the backplane on Redis. */
@NullMarked
package dev.parley.redis;

import org.jspecify.annotations.NullMarked;
