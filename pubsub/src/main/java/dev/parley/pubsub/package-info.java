/** Topics that lose nothing: presence, history, recovery. */
@NullMarked
package dev.parley.pubsub;

import org.jspecify.annotations.NullMarked;
