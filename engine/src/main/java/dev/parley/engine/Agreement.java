package dev.parley.engine;

import java.util.List;
import java.util.Optional;

/**
 * The extensions that both endpoints agreed on in the opening handshake (RFC 6455 §9): permessage-deflate, or none. A
 * handshake makes it, an engine keeps it. Immutable.
 *
 * <p>RFC 6455 §5.8: "The endpoints of a connection MUST negotiate the use of any extensions during the opening handshake."
 * RFC 6455 §9.1: a client "MUST NOT use them unless the server indicates that it wishes to use the extension."
 */
public final class Agreement {
    /** No extension. */
    public static final Agreement NONE = new Agreement(List.of(), Optional.empty());

    private final List<Extension> extensions;
    private final Optional<Deflate> deflate;

    /**
     * @param extensions what is in use, as the server's answer says it
     * @param deflate what this endpoint makes of it
     */
    Agreement(List<Extension> extensions, Optional<Deflate> deflate) {
        this.extensions = List.copyOf(extensions);
        this.deflate = deflate;
    }

    /** What is in use, in the order of the answer. */
    public List<Extension> extensions() {
        return extensions;
    }

    Optional<Deflate> deflate() {
        return deflate;
    }

    /** The value of {@code Sec-WebSocket-Extensions}, and of the attribute {@code extensions}; empty for none. */
    @Override
    public String toString() {
        return String.join(", ", extensions.stream().map(Extension::toString).toList());
    }
}
