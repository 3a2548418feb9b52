package dev.parley.bench;

/**
 * What a message carries. Immutable.
 *
 * @param bytes of each message, before it is compressed
 * @param content what they are
 * @param compressed whether permessage-deflate is offered, without context takeover; it is an error if the server declines
 */
public record Payload(int bytes, Content content, boolean compressed) {
    /** 64 bytes, binary, as they are. */
    public static final Payload DEFAULT = new Payload(64, Content.BINARY, false);

    /** Checks itself. */
    public Payload {
        if (bytes < 1) {
            throw new IllegalArgumentException("A message must have a byte at least, or there is nothing to compare.");
        }
    }
}
