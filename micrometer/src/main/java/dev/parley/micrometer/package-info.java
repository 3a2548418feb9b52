/** The server's figures in a program's Micrometer registry. */
@NullMarked
package dev.parley.micrometer;

import org.jspecify.annotations.NullMarked;
