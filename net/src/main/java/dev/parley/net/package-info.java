/** The shell around the engine, on Netty: transports, TLS, the HTTP upgrade, timers. */
@NullMarked
package dev.parley.net;

import org.jspecify.annotations.NullMarked;
