/** The browser's WebSocket, in Java: the names are those of the WHATWG standards. */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
