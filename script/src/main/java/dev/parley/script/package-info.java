/** JavaScript on the JVM with what a browser gives to programs that talk over WebSocket. */
@NullMarked
package dev.parley.script;

import org.jspecify.annotations.NullMarked;
