package dev.parley.probe;

import java.util.List;

/** Clients that offer compression wrong, or take an agreement that they must not (RFC 7692 §7.1). */
final class OfferFaults {
    private OfferFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.ofClient("takes an unknown parameter", "offer.answer-refused.unknown-parameter", new AskSteps() {
                @Override
                boolean takesUnknown() {
                    return true;
                }
            }),
            Fault.ofClient(
                    "takes a repeated parameter",
                    "offer.answer-refused.repeated.client-no-context-takeover",
                    new AskSteps() {
                        @Override
                        boolean takesRepeated() {
                            return true;
                        }
                    }),
            Fault.ofClient(
                    "takes a window of 2^16 bytes", "offer.answer-refused.client-max-window-bits.16", new AskSteps() {
                        @Override
                        boolean takesBits(String value) {
                            return value.equals("16") || super.takesBits(value);
                        }
                    }),
            Fault.ofClient(
                    "takes a window of 2^7 bytes", "offer.answer-refused.server-max-window-bits.7", new AskSteps() {
                        @Override
                        boolean takesBits(String value) {
                            return value.equals("7") || super.takesBits(value);
                        }
                    }),
            Fault.ofClient(
                    "takes a window of no size",
                    "offer.answer-refused.client-max-window-bits.no-value",
                    new AskSteps() {
                        @Override
                        boolean takesBits(String value) {
                            return value.isEmpty() || super.takesBits(value);
                        }
                    }),
            Fault.ofClient(
                    "takes a flag with a value",
                    "offer.answer-refused.client-no-context-takeover.value",
                    new AskSteps() {
                        @Override
                        boolean takesFlagValue(String value) {
                            return true;
                        }
                    }),
            Fault.ofClient("takes two agreements", "offer.answer-refused.twice", new AskSteps() {
                @Override
                boolean takesAgreed(List<ExtensionText> extensions) {
                    return super.takesAgreed(extensions.stream().limit(1).toList());
                }
            }),
            Fault.ofClient("refuses a window of 2^8 bytes", "offer.answer.server-max-window-bits.8", new AskSteps() {
                        @Override
                        boolean takesBits(String value) {
                            return !value.equals("8") && super.takesBits(value);
                        }
                    })
                    .tolerated(),
            Fault.ofClient(
                    "takes compression that it did not offer",
                    "offer.answer-refused.never-offered",
                    new Offering("x-other") {
                        @Override
                        boolean takesExtension(String name) {
                            return true;
                        }
                    }),
            Fault.ofClient(
                    "takes a window for itself that it did not offer",
                    "offer.answer-refused.client-max-window-bits.not-as-offered",
                    new Offering("permessage-deflate") {
                        @Override
                        boolean takesOwnBits() {
                            return true;
                        }
                    }),
            Fault.ofClient(
                    "offers a parameter that nobody knows",
                    "offer.client.parameters",
                    new Offering("permessage-deflate; x_nobody_knows")),
            Fault.ofClient(
                    "offers a window of 2^16 bytes",
                    "offer.client.parameters",
                    new Offering("permessage-deflate; client_max_window_bits=16")),
            Fault.ofClient(
                    "offers the same parameter twice",
                    "offer.client.parameters",
                    new Offering("permessage-deflate; client_max_window_bits; client_max_window_bits")));
}
