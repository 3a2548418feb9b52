package dev.parley.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What Redis does in one step. Immutable. */
enum Script {
    APPEND(true),
    READ(true),
    HEADS(true),
    ANNOUNCE(false),
    MEMBERS(false),
    BEAT(false);

    private final String text;
    private final String digest;

    /** @param ofTopic whether it begins as all do that open a topic's log */
    Script(boolean ofTopic) {
        String own = resource(name().toLowerCase(Locale.ROOT));
        text = ofTopic ? resource("topic") + own : own;
        digest = sha1(text);
    }

    String text() {
        return text;
    }

    /** By what Redis knows it. */
    String digest() {
        return digest;
    }

    private static String resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException(name + ".lua is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
