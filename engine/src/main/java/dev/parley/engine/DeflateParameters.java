package dev.parley.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of permessage-deflate in one offer or one answer (RFC 7692 §7.1). Immutable.
 *
 * @param serverNoContextTakeover the server compresses each message for itself
 * @param clientNoContextTakeover the client compresses each message for itself
 * @param serverMaxWindowBits the server's window, 8 to 15, or {@link #ABSENT}
 * @param clientMaxWindowBits the client's window, 8 to 15, {@link #WITHOUT_VALUE} or {@link #ABSENT}
 */
record DeflateParameters(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {

    static final String NAME = "permessage-deflate";
    static final int ABSENT = 0;
    /** Only in an offer: the client would take a value from the server. */
    static final int WITHOUT_VALUE = -1;

    static final int MIN_WINDOW_BITS = 8;
    static final int MAX_WINDOW_BITS = 15;

    private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

    private static final DeflateParameters NONE = new DeflateParameters(false, false, ABSENT, ABSENT);

    static boolean isWindowBits(int bits) {
        return bits >= MIN_WINDOW_BITS && bits <= MAX_WINDOW_BITS;
    }

    /** Reads them; nothing if one is unknown, stands there twice, or has a value that it may not have. */
    static Optional<DeflateParameters> of(Extension extension) {
        Optional<DeflateParameters> read = Optional.of(NONE);
        for (Extension.Parameter parameter : extension.parameters()) {
            read = read.flatMap(before -> before.with(parameter));
        }
        return read;
    }

    private Optional<DeflateParameters> with(Extension.Parameter parameter) {
        String value = parameter.value();
        return switch (parameter.name()) {
            case SERVER_NO_CONTEXT_TAKEOVER ->
                only(!serverNoContextTakeover && value.isEmpty(), withServerNoContextTakeover());
            case CLIENT_NO_CONTEXT_TAKEOVER ->
                only(!clientNoContextTakeover && value.isEmpty(), withClientNoContextTakeover());
            case SERVER_MAX_WINDOW_BITS ->
                only(serverMaxWindowBits == ABSENT && isBits(value), withServerMaxWindowBits(bits(value)));
            case CLIENT_MAX_WINDOW_BITS ->
                only(
                        clientMaxWindowBits == ABSENT && (value.isEmpty() || isBits(value)),
                        withClientMaxWindowBits(value.isEmpty() ? WITHOUT_VALUE : bits(value)));
            default -> Optional.empty();
        };
    }

    private static Optional<DeflateParameters> only(boolean valid, DeflateParameters parameters) {
        return valid ? Optional.of(parameters) : Optional.empty();
    }

    /**
     * Whether it is one of the numbers from 8 to 15, in digits.
     *
     * <p>RFC 7692 §7.1.2.1: "This parameter has a decimal integer value without leading zeroes between 8 to 15, inclusive,
     * indicating the base-2 logarithm of the LZ77 sliding window size, and MUST conform to the ABNF below" and "The
     * 'server_max_window_bits' extension parameter in an extension negotiation response has a decimal integer value without
     * leading zeroes between 8 to 15, inclusive, indicating the base-2 logarithm of the LZ77 sliding window size, and MUST
     * conform to the ABNF below."
     *
     * <p>RFC 7692 §7.1.2.2: "If a value is specified for this parameter, the value MUST conform to the ABNF below" and "The
     * 'client_max_window_bits' extension parameter in an extension negotiation response has a decimal integer value without
     * leading zeroes between 8 to 15 inclusive indicating the base-2 logarithm of the LZ77 sliding window size and MUST
     * conform to the ABNF below."
     */
    private static boolean isBits(String value) {
        return switch (value) {
            case "8", "9", "10", "11", "12", "13", "14", "15" -> true;
            default -> false;
        };
    }

    private static int bits(String value) {
        return isBits(value) ? Integer.parseInt(value) : ABSENT;
    }

    /**
     * As they stand in the header.
     *
     * <p>RFC 6455 §9.1: "Any extension-token used MUST be a registered token" and "The parameters supplied with any given
     * extension MUST be defined for that extension."
     *
     * <p>RFC 6455 §9: "those parameters MUST be chosen in accordance with the specification of the extension".
     */
    Extension extension() {
        List<Extension.Parameter> parameters = new ArrayList<>();
        if (serverNoContextTakeover) {
            parameters.add(new Extension.Parameter(SERVER_NO_CONTEXT_TAKEOVER, ""));
        }
        if (clientNoContextTakeover) {
            parameters.add(new Extension.Parameter(CLIENT_NO_CONTEXT_TAKEOVER, ""));
        }
        if (serverMaxWindowBits != ABSENT) {
            parameters.add(new Extension.Parameter(SERVER_MAX_WINDOW_BITS, Integer.toString(serverMaxWindowBits)));
        }
        if (clientMaxWindowBits == WITHOUT_VALUE) {
            parameters.add(new Extension.Parameter(CLIENT_MAX_WINDOW_BITS, ""));
        } else if (clientMaxWindowBits != ABSENT) {
            parameters.add(new Extension.Parameter(CLIENT_MAX_WINDOW_BITS, Integer.toString(clientMaxWindowBits)));
        }
        return new Extension(NAME, parameters);
    }

    private DeflateParameters withServerNoContextTakeover() {
        return new DeflateParameters(true, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits);
    }

    private DeflateParameters withClientNoContextTakeover() {
        return new DeflateParameters(serverNoContextTakeover, true, serverMaxWindowBits, clientMaxWindowBits);
    }

    private DeflateParameters withServerMaxWindowBits(int bits) {
        return new DeflateParameters(serverNoContextTakeover, clientNoContextTakeover, bits, clientMaxWindowBits);
    }

    private DeflateParameters withClientMaxWindowBits(int bits) {
        return new DeflateParameters(serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, bits);
    }
}
