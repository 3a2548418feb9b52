/** The comparison of servers by what a message costs them: {@code ./compare}. */
@NullMarked
package dev.parley.proofs.bench;

import org.jspecify.annotations.NullMarked;
