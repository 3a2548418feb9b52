package dev.parley.engine;

/**
 * What an endpoint wants of permessage-deflate, the compression of messages (RFC 7692 §7). Immutable.
 *
 * @param contextTakeover whether a message may be compressed with the help of earlier ones, by either side, unless the peer
 *     refuses. Small messages that are alike become much smaller. The price is native memory for every connection: about
 *     260 KB to compress, and the window, 32 KiB, to decompress
 * @param maxWindowBits how far back either side may refer, as a power of two of bytes, 8 to 15; asked of the peer as far
 *     as it lets itself be asked. Less costs bytes, and saves memory where messages with context takeover come in
 * @param thresholdBytes messages shorter than this are sent as they are: compressing costs more than it saves
 * @param level effort, 0 to 9, as zlib counts it
 */
public record Compression(boolean contextTakeover, int maxWindowBits, int thresholdBytes, int level) {
    /**
     * No context takeover, so no memory for a connection; the whole window; messages of 1 KiB, which fill a packet, and more;
     * level 1, which takes half the time of zlib's usual 6 for about a sixth more bytes.
     */
    public static final Compression DEFAULT = new Compression(false, 15, 1024, 1);

    /** @throws IllegalArgumentException if a number is out of its range */
    public Compression {
        if (!DeflateParameters.isWindowBits(maxWindowBits)) {
            throw new IllegalArgumentException("maxWindowBits is 8 to 15, not " + maxWindowBits + ".");
        }
        if (thresholdBytes < 0) {
            throw new IllegalArgumentException("thresholdBytes must not be negative.");
        }
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("level is 0 to 9, not " + level + ".");
        }
    }

    public Compression withContextTakeover(boolean contextTakeover) {
        return new Compression(contextTakeover, maxWindowBits, thresholdBytes, level);
    }

    public Compression withMaxWindowBits(int maxWindowBits) {
        return new Compression(contextTakeover, maxWindowBits, thresholdBytes, level);
    }

    public Compression withThresholdBytes(int thresholdBytes) {
        return new Compression(contextTakeover, maxWindowBits, thresholdBytes, level);
    }

    public Compression withLevel(int level) {
        return new Compression(contextTakeover, maxWindowBits, thresholdBytes, level);
    }
}
