package dev.parley.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Endpoints that close wrong, or take what is closed wrong (RFC 6455 §5.5.1, §7). */
final class CloseFaults {
    private CloseFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("ends TCP without answering a Close", "close.code.1000", () -> new EchoSteps() {
                        @Override
                        void answerClose(byte[] payload) {}
                    })
                    .bySilence(),
            Fault.of("answers every Close with 1000", "close.code.1001", () -> new EchoSteps() {
                        @Override
                        void answerClose(byte[] payload) throws IOException {
                            super.answerClose(code(1000));
                        }
                    })
                    .tolerated(),
            Fault.of("answers a Close without a code with 1005", "close.code.none", () -> new EchoSteps() {
                @Override
                void answerClose(byte[] payload) throws IOException {
                    super.answerClose(payload.length == 0 ? code(1005) : payload);
                }
            }),
            Fault.of("answers a Close with half a code", "close.code.1000", () -> new EchoSteps() {
                        @Override
                        void answerClose(byte[] payload) throws IOException {
                            super.answerClose(new byte[1]);
                        }
                    })
                    .inEveryCase(),
            Fault.of(
                    "cuts reasons at 100 bytes, inside a character",
                    "close.reason.multi-byte-123",
                    () -> new EchoSteps() {
                        @Override
                        void answerClose(byte[] payload) throws IOException {
                            super.answerClose(Arrays.copyOf(payload, Math.min(payload.length, 100)));
                        }
                    }),
            Fault.of("takes a Close with half a code", "close.body.1", () -> new EchoSteps() {
                @Override
                void checkCloseLength(int length) {}
            }),
            codes("takes codes below 1000", "close.bad-code.999", code -> code < 1000),
            codes("takes 1004", "close.bad-code.1004", code -> code == 1004),
            codes("takes 1005", "close.bad-code.1005", code -> code == 1005),
            codes("takes 1006", "close.bad-code.1006", code -> code == 1006),
            codes("takes 1015", "close.bad-code.1015", code -> code == 1015),
            codes("takes 2000", "close.bad-code.2000", code -> code == 2000).tolerated(),
            codes("takes 5000", "close.bad-code.5000", code -> code == 5000).tolerated(),
            Fault.of("takes a reason that is not UTF-8", "close.bad-reason.lead-ff", () -> new EchoSteps() {
                @Override
                void checkReason(byte[] payload) {}
            }),
            Fault.of("sends text after its Close", "close.code.1000", () -> new EchoSteps() {
                        @Override
                        void answerClose(byte[] payload) throws IOException {
                            writeTogether(frame(0x88, payload), frame(0x81, new byte[0]));
                        }
                    })
                    .inEveryCase(),
            Fault.of("sends two Close frames", "close.once.after-closing", () -> new EchoSteps() {
                        @Override
                        void answerClose(byte[] payload) throws IOException {
                            writeTogether(frame(0x88, payload), frame(0x88, payload));
                        }
                    })
                    .tolerated(),
            Fault.of("goes on echoing after a Close", "close.then.text", () -> new EchoSteps() {
                        @Override
                        boolean endsAfterClose() {
                            return false;
                        }
                    })
                    .bySilence(),
            Fault.of(
                            "fails the connection with two Close frames",
                            "close.once.after-protocol-error",
                            () -> new EchoSteps() {
                                @Override
                                void fail(int code) throws IOException {
                                    writeTogether(frame(0x88, code(code)), frame(0x88, code(code)));
                                }
                            })
                    .tolerated(),
            Fault.of("fails the connection and goes on echoing", "close.violation-then.text", () -> new EchoSteps() {
                @Override
                void fail(int code) throws IOException {
                    writeTogether(frame(0x88, code(code)), frame(0x81, new byte[3]));
                }
            }),
            Fault.of(
                    "fails the connection with a code that nobody may send",
                    "reserved.rsv1.text",
                    () -> new EchoSteps() {
                        @Override
                        void fail(int code) throws IOException {
                            super.fail(1006);
                        }
                    }),
            Fault.of("fails the connection with 1011", "reserved.rsv1.text", () -> new EchoSteps() {
                        @Override
                        void fail(int code) throws IOException {
                            super.fail(1011);
                        }
                    })
                    .tolerated(),
            Fault.of("fails the connection without a Close frame", "reserved.rsv1.text", () -> new EchoSteps() {
                        @Override
                        void fail(int code) throws IOException {
                            link().close();
                        }
                    })
                    .tolerated(),
            Fault.of("does not end TCP", "close.tcp-end.prompt", Holding::new)
                    .bySilence()
                    .only(Role.SERVER),
            Fault.of("does not end TCP after a failure", "reserved.rsv1.text", Holding::new)
                    .bySilence()
                    .only(Role.SERVER));

    private static byte[] code(int code) {
        return ByteBuffer.allocate(2).putShort((short) code).array();
    }

    private static Fault codes(String name, String caughtBy, IntPredicate taken) {
        return Fault.of(name, caughtBy, () -> new EchoSteps() {
            @Override
            void checkCloseCode(int code) throws RuleBroken {
                if (!taken.test(code)) {
                    super.checkCloseCode(code);
                }
            }
        });
    }

    /** Waits for the client to end TCP. */
    private static final class Holding extends EchoSteps {
        @Override
        void endTcp() throws IOException {
            link().drain();
        }
    }
}
