package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What two endpoints agreed on for permessage-deflate (RFC 7692 §7.1). Immutable.
 *
 * @param serverBits base-2 logarithm of the window that the server compresses with, 8 to 15
 * @param clientBits the same of the client
 * @param serverTakeover whether the server may refer back to its earlier messages
 * @param clientTakeover the same of the client
 */
record DeflateTerms(int serverBits, int clientBits, boolean serverTakeover, boolean clientTakeover) {
    static final String NAME = "permessage-deflate";
    static final String SERVER_BITS = "server_max_window_bits";
    static final String CLIENT_BITS = "client_max_window_bits";
    static final String SERVER_NO_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_TAKEOVER = "client_no_context_takeover";

    private static final Set<String> KNOWN = Set.of(SERVER_BITS, CLIENT_BITS, SERVER_NO_TAKEOVER, CLIENT_NO_TAKEOVER);

    /** What holds where no parameter says otherwise. */
    static final DeflateTerms PLAIN = new DeflateTerms(15, 15, true, true);

    DeflateTerms withServerBits(int bits) {
        return new DeflateTerms(bits, clientBits, serverTakeover, clientTakeover);
    }

    DeflateTerms withClientBits(int bits) {
        return new DeflateTerms(serverBits, bits, serverTakeover, clientTakeover);
    }

    DeflateTerms withoutServerTakeover() {
        return new DeflateTerms(serverBits, clientBits, false, clientTakeover);
    }

    DeflateTerms withoutClientTakeover() {
        return new DeflateTerms(serverBits, clientBits, serverTakeover, false);
    }

    /** With this window for what an endpoint of that role sends. */
    DeflateTerms withBits(Role sender, int bits) {
        return sender == Role.SERVER ? withServerBits(bits) : withClientBits(bits);
    }

    /** Where an endpoint of that role starts anew with each message. */
    DeflateTerms withoutTakeover(Role sender) {
        return sender == Role.SERVER ? withoutServerTakeover() : withoutClientTakeover();
    }

    int bits(Role sender) {
        return sender == Role.SERVER ? serverBits : clientBits;
    }

    /** How far back an endpoint of that role may refer, in bytes. */
    int window(Role sender) {
        return 1 << (sender == Role.SERVER ? serverBits : clientBits);
    }

    boolean takeover(Role sender) {
        return sender == Role.SERVER ? serverTakeover : clientTakeover;
    }

    /** What an answer means. */
    static DeflateTerms of(ExtensionList.Extension answer) {
        return new DeflateTerms(
                bits(answer, SERVER_BITS),
                bits(answer, CLIENT_BITS),
                !answer.has(SERVER_NO_TAKEOVER),
                !answer.has(CLIENT_NO_TAKEOVER));
    }

    private static int bits(ExtensionList.Extension answer, String parameter) {
        String value = answer.value(parameter);
        return value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : 15;
    }

    /** The rules of RFC 7692 §7.1 that an answer breaks by itself. */
    static List<String> faultsOf(ExtensionList.Extension answer) {
        List<String> faults = new ArrayList<>();
        for (ExtensionList.Parameter parameter : answer.parameters()) {
            long same = answer.parameters().stream()
                    .filter(other -> other.name().equals(parameter.name()))
                    .count();
            if (!KNOWN.contains(parameter.name())) {
                faults.add("The answer has the unknown parameter " + Quoted.of(parameter.name()) + " (RFC 7692 §7.1).");
            } else if (same > 1) {
                faults.add("The answer repeats " + parameter.name() + " (RFC 7692 §7.1).");
            } else if (parameter.name().endsWith("bits") && !parameter.value().matches("[89]|1[0-5]")) {
                faults.add("The answer has " + parameter.name() + "=" + Quoted.of(parameter.value())
                        + ", not 8 to 15 (RFC 7692 §7.1.2).");
            } else if (parameter.name().endsWith("takeover") && parameter.hasValue()) {
                faults.add("The answer gives " + parameter.name() + " a value (RFC 7692 §7.1.1).");
            }
        }
        return faults.stream().distinct().toList();
    }

    /** As the value of Sec-WebSocket-Extensions, saying only what is not so anyway. */
    @Override
    public String toString() {
        return NAME
                + (serverTakeover ? "" : "; " + SERVER_NO_TAKEOVER)
                + (clientTakeover ? "" : "; " + CLIENT_NO_TAKEOVER)
                + (serverBits == 15 ? "" : "; " + SERVER_BITS + "=" + serverBits)
                + (clientBits == 15 ? "" : "; " + CLIENT_BITS + "=" + clientBits);
    }
}
