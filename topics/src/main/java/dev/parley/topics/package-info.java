/** The client of topics that lose nothing. */
@NullMarked
package dev.parley.topics;

import org.jspecify.annotations.NullMarked;
