package dev.parley.probe;

import java.io.IOException;
import java.util.List;

/** Endpoints without limits, or with such that are none (RFC 6455 §10.4). */
final class LimitFaults {
    private LimitFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("waits for 2^62 bytes", "limit.huge.2-62", Unlimited::new).tolerated(),
            Fault.of("waits for 2 GiB", "limit.huge.2-31", Unlimited::new).tolerated(),
            Fault.of(
                            "does not count the fragments before",
                            "limit.huge-continuation.2-63-minus-5",
                            () -> new EchoSteps() {
                                @Override
                                void checkSize(int opcode, long length) throws RuleBroken {
                                    // The sum of both turns negative.
                                    if (opcode != CONTINUATION || 5 + length > MAX_BYTES) {
                                        super.checkSize(opcode, length);
                                    }
                                }
                            })
                    .tolerated(),
            Fault.of("refuses messages of more than 1,000 bytes", "frame.length.text-1023", () -> new EchoSteps() {
                        @Override
                        void checkSize(int opcode, long length) throws RuleBroken {
                            super.checkSize(opcode, length > 1000 ? Long.MAX_VALUE : length);
                        }
                    })
                    .tolerated(),
            refusing("fails the connection over a large message with 1002", 1002),
            refusing("fails the connection over a large message with 1008", 1008)
                    .tolerated(),
            Fault.of("takes any number of empty fragments", "pressure.fragments.10000-empty", () -> new EchoSteps() {
                        @Override
                        void checkEmptyFragments(int inARow) {}
                    })
                    .tolerated(),
            Fault.of("hangs over many empty fragments", "pressure.fragments.10000-empty", () -> new EchoSteps() {
                        @Override
                        void checkEmptyFragments(int inARow) {
                            if (inARow > 1000) {
                                hang();
                            }
                        }
                    })
                    .bySilence(),
            Fault.of("hangs over the hundredth ping", "control.pings.1000-at-once", () -> new EchoSteps() {
                        private int pings;

                        @Override
                        void pingCame(byte[] payload) throws IOException {
                            super.pingCame(payload);
                            pings++;
                            if (pings == 100) {
                                hang();
                            }
                        }
                    })
                    .bySilence(),
            Fault.of("loses what comes while it echoes", "frame.together.10-messages", () -> new EchoSteps() {
                        @Override
                        void messageCame(int opcode, byte[] payload) throws IOException {
                            super.messageCame(opcode, payload);
                            link().readExactly(link().available());
                        }
                    })
                    .bySilence());

    /** Whoever minds messages of more than 64 KiB. */
    private static Fault refusing(String name, int code) {
        return Fault.of(name, "size.binary.1-mib", () -> new EchoSteps() {
            @Override
            void checkSize(int opcode, long length) throws RuleBroken {
                if (length > 65536) {
                    throw new RuleBroken(code);
                }
            }
        });
    }

    /** Takes any length. */
    private static final class Unlimited extends EchoSteps {
        @Override
        void checkSize(int opcode, long length) {}
    }
}
