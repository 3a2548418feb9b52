package dev.parley.client;

/**
 * What an open {@link WebSocketStream} has. Immutable.
 *
 * @param readable what the server says
 * @param writable what the server is told
 * @param extensions the extensions in use, as the server chose them; empty for none
 * @param protocol the subprotocol that the server chose; empty for none
 */
public record WebSocketOpenInfo(
        ReadableMessages readable, WritableMessages writable, String extensions, String protocol) {}
