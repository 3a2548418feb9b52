package dev.parley.engine;

import java.util.List;

/**
 * The extensions that both endpoints agreed on in the opening handshake (RFC 6455 §9). Immutable.
 *
 * <p>This is the seam for extensions: a handshake makes an agreement, an engine keeps it. So far every offer is declined.
 *
 * @param extensions what is in use, in the order of the answer
 */
public record Agreement(List<Extension> extensions) {
    /** No extension. */
    public static final Agreement NONE = new Agreement(List.of());

    public Agreement {
        extensions = List.copyOf(extensions);
    }

    /** What a server answers to a client's offers. */
    static Agreement answer(List<Extension> offers) {
        return NONE;
    }

    /** The value of {@code Sec-WebSocket-Extensions}, and of the attribute {@code extensions}; empty for none. */
    @Override
    public String toString() {
        return String.join(", ", extensions.stream().map(Extension::toString).toList());
    }
}
