/** Listen, route, accept: WebSocket peers and plain HTTP on one port. */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
