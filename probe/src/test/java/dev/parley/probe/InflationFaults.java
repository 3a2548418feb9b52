package dev.parley.probe;

import static dev.parley.probe.CompressionFaults.compressing;

import java.util.List;

/** Endpoints that inflate wrong, or what they must not (RFC 7692 §6.2, §7.2.2). */
final class InflationFaults {
    private InflationFaults() {}

    static final List<Fault> ALL = List.of(
            compressing(
                    "stops at a block marked as the last",
                    "inflate.block.after-final",
                    terms -> new Compression(terms) {
                        @Override
                        boolean goesOnAfterLastBlock() {
                            return false;
                        }
                    }),
            compressing(
                    "delivers what came before invalid data",
                    "inflate.data.block-type-3",
                    terms -> new Compression(terms) {
                        @Override
                        void dataIsInvalid() {}
                    }),
            compressing(
                            "delivers half a message",
                            "inflate.unfinished.fixed-block-cut",
                            terms -> new Compression(terms) {
                                @Override
                                void dataIsCut() {}
                            })
                    .tolerated(),
            compressing(
                    "forgets earlier messages",
                    "inflate.context.taken-over",
                    terms -> new Compression(
                            new CompressionTerms(terms.bits(), terms.peerBits(), terms.keepsContext(), false))),
            compressing(
                    "forgets what stood in a block marked as the last",
                    "inflate.context.over-final-block",
                    terms -> new Compression(terms) {
                        @Override
                        void lastBlockEnds() {
                            loseWindow();
                        }
                    }),
            compressing(
                    "takes messages that were not compressed for something to refer to",
                    "inflate.context.plain-is-no-context",
                    terms -> new Compression(terms) {
                        @Override
                        void plainCame(byte[] message) throws RuleBroken {
                            keep(message);
                        }
                    }),
            compressing(
                    "looks back by a kibibyte only",
                    "inflate.context.taken-over-far",
                    terms -> new Compression(
                            new CompressionTerms(terms.bits(), 10, terms.keepsContext(), terms.peerKeepsContext()))),
            compressing(
                    "looks back by one byte less than the window",
                    "inflate.window.12",
                    terms -> new Compression(terms) {
                        @Override
                        boolean takesDistance(int distance) {
                            return distance < 1 << terms.peerBits();
                        }
                    }),
            compressing("has no limit for what it inflates", "inflate.bomb.256-mib", terms -> new Compression(terms) {
                @Override
                int forgotten(int size) {
                    // Or the test would need the memory.
                    return size < 1 << 20 ? 0 : size / 2;
                }
            }),
            Fault.of(
                    "takes RSV1 on pings where compression is agreed on",
                    "inflate.frames.rsv1-on-ping",
                    () -> new Taking(9, 4)),
            Fault.of(
                    "takes RSV1 on continuations of what is compressed",
                    "inflate.frames.rsv1-on-continuation",
                    () -> new Taking(0, 4)),
            Fault.of("takes RSV2 where compression is agreed on", "inflate.frames.rsv2", () -> new Taking(1, 2)),
            Fault.of(
                    "does not look whether inflated text is UTF-8",
                    "inflate.text.surrogate-d800",
                    () -> new EchoSteps() {
                        @Override
                        void checkText(TextSteps judge, byte[] bytes, int count) throws RuleBroken {
                            if (compression().isEmpty()) {
                                super.checkText(judge, bytes, count);
                            }
                        }
                    }),
            Fault.of(
                            "judges compressed text at its end only",
                            "inflate.text.unfinished-message",
                            () -> new EchoSteps() {
                                @Override
                                void checkBeginning() {}
                            })
                    .tolerated());

    /** Takes a reserved bit on frames of one opcode where compression is agreed on. */
    private static final class Taking extends EchoSteps {
        private final int on;
        private final int bit;

        Taking(int on, int bit) {
            this.on = on;
            this.bit = bit;
        }

        @Override
        boolean mayHave(int reserved, int opcode) {
            boolean taken = compression().isPresent() && reserved == bit && opcode == on;
            return taken || super.mayHave(reserved, opcode);
        }
    }
}
