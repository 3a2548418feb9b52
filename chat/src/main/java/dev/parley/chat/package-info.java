/** The chat application and its pages. */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
