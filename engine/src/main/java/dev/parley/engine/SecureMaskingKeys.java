package dev.parley.engine;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Masking keys from a {@link SecureRandom}, drawn in blocks since one draw costs a lock. One caller at a time. */
final class SecureMaskingKeys implements MaskingKeys {
    private static final int BLOCK_BYTES = 4096;

    // RFC 6455 §5.3: "the masking key MUST be derived from a strong source of entropy, and the masking key for a given
    // frame MUST NOT make it simple for a server/proxy to predict the masking key for a subsequent frame."
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);

    @Override
    public int next() {
        if (!block.hasRemaining()) {
            random.nextBytes(block.array());
            block.clear();
        }
        return block.getInt();
    }
}
