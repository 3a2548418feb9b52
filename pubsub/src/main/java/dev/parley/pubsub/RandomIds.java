package dev.parley.pubsub;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that nobody can guess, and that come only once. Any thread. */
final class RandomIds {
    /** 96 bits: of a thousand million such names no two are the same, as good as certainly. */
    private static final int BYTES = 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomIds() {}

    /** 16 letters and digits, - and _. */
    static String next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
