package dev.parley.net;

/**
 * Messages that were written to the transport together. Immutable.
 *
 * @param count how many
 * @param payloadBytes the sum of their payloads
 * @param bytes what that was as it waited: less, where it was compressed
 */
public record Written(int count, long payloadBytes, long bytes) {}
