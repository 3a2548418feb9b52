package dev.parley.pubsub;

import java.util.Arrays;

/** What a message says: one JSON value, or bytes. Immutable, if nobody changes the array that it was made of. */
public final class Payload {
    private final boolean json;
    private final byte[] bytes;

    private Payload(boolean json, byte[] bytes) {
        this.json = json;
        this.bytes = bytes;
    }

    /**
     * A JSON value.
     *
     * @param utf8 given, and must not change any more; exactly one JSON value, which is not checked here
     */
    public static Payload json(byte[] utf8) {
        return new Payload(true, utf8);
    }

    /**
     * Bytes of any meaning.
     *
     * @param bytes given, and must not change any more
     */
    public static Payload binary(byte[] bytes) {
        return new Payload(false, bytes);
    }

    /** Whether it is JSON. */
    public boolean isJson() {
        return json;
    }

    /** The UTF-8 of the JSON value, or the bytes; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && json == payload.json && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return (json ? "JSON" : "binary") + ", " + bytes.length + " bytes";
    }
}
