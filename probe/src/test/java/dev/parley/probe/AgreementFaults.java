package dev.parley.probe;

import java.util.List;

/** Servers that agree to what they must decline, or to what was not offered (RFC 7692 §7.1). */
final class AgreementFaults {
    private AgreementFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.ofServer("agrees to an unknown parameter", "offer.bad.unknown-parameter", new AnswerSteps() {
                @Override
                boolean takesUnknown() {
                    return true;
                }
            }),
            Fault.ofServer(
                    "agrees to a repeated parameter",
                    "offer.bad.repeated.server-no-context-takeover",
                    new AnswerSteps() {
                        @Override
                        boolean takesRepeated() {
                            return true;
                        }
                    }),
            Fault.ofServer("agrees to any window", "offer.bad.server-max-window-bits.7", new AnswerSteps() {
                @Override
                boolean takesBits(String value) {
                    return !value.isEmpty();
                }
            }),
            Fault.ofServer(
                    "agrees to a window of no size", "offer.bad.server-max-window-bits.no-value", new AnswerSteps() {
                        @Override
                        boolean takesBits(String value) {
                            return value.isEmpty() || super.takesBits(value);
                        }
                    }),
            Fault.ofServer(
                    "agrees to numbers with leading zeros",
                    "offer.bad.client-max-window-bits.leading-zero",
                    new AnswerSteps() {
                        @Override
                        boolean takesBits(String value) {
                            return super.takesBits(value.replaceFirst("^0+", ""));
                        }
                    }),
            Fault.ofServer(
                    "agrees to a flag with a value", "offer.bad.server-no-context-takeover.value", new AnswerSteps() {
                        @Override
                        boolean takesFlagValue(String value) {
                            return true;
                        }
                    }),
            Fault.ofServer(
                    "agrees to a larger window than was asked for",
                    "offer.server-max-window-bits.10",
                    new AnswerSteps() {
                        @Override
                        List<String> answerServerBits(int bits) {
                            return super.answerServerBits(bits + 1);
                        }
                    }),
            Fault.ofServer("does not confirm the window", "offer.server-max-window-bits.9", new AnswerSteps() {
                @Override
                List<String> answerServerBits(int bits) {
                    return List.of();
                }
            }),
            Fault.ofServer("does not confirm that it forgets", "offer.server-no-context-takeover", new AnswerSteps() {
                @Override
                List<String> answerServerForgets() {
                    return List.of();
                }
            }),
            added("sets a window for the client that the client did not offer", "client_max_window_bits=12"),
            added("adds a parameter that nobody knows", "x_nobody_knows"),
            added("sets a window of 2^16 bytes", "server_max_window_bits=16"),
            added("gives a flag a value", "server_no_context_takeover=1"),
            added("agrees twice", "server_no_context_takeover, permessage-deflate"),
            Fault.ofServer(
                    "repeats client_max_window_bits without a value",
                    "offer.client-max-window-bits",
                    new AnswerSteps() {
                        @Override
                        List<String> answerClientBits(String value) {
                            return List.of(value.isEmpty() ? CLIENT_BITS : CLIENT_BITS + "=" + value);
                        }
                    }));

    /** Whoever adds that to each agreement. */
    private static Fault added(String name, String parameter) {
        return Fault.ofServer(name, "offer.plain", new AnswerSteps() {
            @Override
            List<String> addedAnswer() {
                return List.of(parameter);
            }
        });
    }
}
