package dev.parley.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a socket tells its server to be let in: the value of the header {@code Authorization}. It is never printed, and goes to
 * no other server. Immutable.
 */
public final class Authorization {
    /** RFC 6750 §2.1: {@code b64token}. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final String scheme;
    private final String value;

    private Authorization(String scheme, String value) {
        this.scheme = scheme;
        this.value = value;
    }

    /**
     * A user's name and password (RFC 7617), in UTF-8. Whoever reads the connection reads them: use wss.
     *
     * @throws IllegalArgumentException if the name has a colon, or one of them a control character
     */
    public static Authorization basic(String user, String password) {
        checkUser(user, password);
        byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Authorization("Basic", Base64.getEncoder().encodeToString(plain));
    }

    /**
     * A token (RFC 6750). Whoever reads the connection reads it: use wss.
     *
     * @throws IllegalArgumentException if it has characters that no token has
     */
    public static Authorization bearer(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("A bearer token has letters, digits and -._~+/ only, and = at its end.");
        }
        return new Authorization("Bearer", token);
    }

    // RFC 7617 §2: "The user-id and password MUST NOT contain any control characters", and a user-id with a colon
    // cannot
    // be told from its password.
    static void checkUser(String user, String password) {
        if (user.indexOf(':') >= 0 || (user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A user's name has no colon in it, and neither it nor the password has a control character.");
        }
    }

    /** The value of the header field. */
    String headerValue() {
        return scheme + " " + value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authorization that && that.headerValue().equals(headerValue());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Authorization[" + scheme + " …]";
    }
}
