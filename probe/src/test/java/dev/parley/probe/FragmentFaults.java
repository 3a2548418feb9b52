package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Endpoints that put messages together wrong (RFC 6455 §5.4). */
final class FragmentFaults {
    private FragmentFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("takes a continuation of nothing", "fragment.continuation-of-nothing.last", () -> new EchoSteps() {
                        @Override
                        void checkStarted() {}
                    })
                    .bySilence(),
            Fault.of("lets a message begin inside another", "fragment.nested.text-in-text", () -> new EchoSteps() {
                @Override
                void checkNotStarted() {}
            }),
            Fault.of("puts a later fragment before an earlier one", "fragment.two.text", () -> new EchoSteps() {
                @Override
                ByteArrayOutputStream joined(ByteArrayOutputStream before, byte[] fragment) {
                    return super.joined(super.joined(new ByteArrayOutputStream(), fragment), before.toByteArray());
                }
            }),
            Fault.of("keeps the last fragment only", "fragment.three.text", () -> new EchoSteps() {
                @Override
                ByteArrayOutputStream joined(ByteArrayOutputStream before, byte[] fragment) {
                    return super.joined(new ByteArrayOutputStream(), fragment);
                }
            }),
            Fault.of("forgets a message over an empty fragment", "fragment.empty.middle", () -> new EchoSteps() {
                @Override
                ByteArrayOutputStream joined(ByteArrayOutputStream before, byte[] fragment) {
                    return fragment.length == 0 ? new ByteArrayOutputStream() : super.joined(before, fragment);
                }
            }),
            Fault.of("forgets fragments of 126 bytes", "fragment.size.binary-in-126", () -> new EchoSteps() {
                @Override
                ByteArrayOutputStream joined(ByteArrayOutputStream before, byte[] fragment) {
                    return fragment.length == 126 ? before : super.joined(before, fragment);
                }
            }),
            Fault.of("sends its fragments as messages", "frame.length.binary-1024", () -> new EchoSteps() {
                @Override
                void writeMessage(boolean deflated, int opcode, byte[] payload) throws IOException {
                    write(payload.length <= 1000, 0, opcode, payload);
                    if (payload.length > 1000) {
                        write(true, 0, opcode, new byte[0]);
                    }
                }
            }),
            Fault.of("minds no ping inside a message", "fragment.control.pings-between-1", () -> new EchoSteps() {
                        @Override
                        void pingCame(byte[] payload) throws IOException {
                            if (!inMessage()) {
                                super.pingCame(payload);
                            }
                        }
                    })
                    .bySilence(),
            Fault.of(
                            "answers a ping inside a message after the message",
                            "fragment.control.ping-answered-meanwhile",
                            LatePong::new)
                    .tolerated(),
            Fault.of(
                            "does not answer a Close inside a message",
                            "fragment.control.close-between",
                            () -> new EchoSteps() {
                                @Override
                                void answerClose(byte[] payload) throws IOException {
                                    if (!inMessage()) {
                                        super.answerClose(payload);
                                    }
                                }
                            })
                    .bySilence());

    /** Keeps a pong until the message is complete. */
    private static final class LatePong extends EchoSteps {
        private byte[] held = new byte[0];

        @Override
        void pingCame(byte[] payload) throws IOException {
            if (inMessage()) {
                held = payload;
            } else {
                super.pingCame(payload);
            }
        }

        @Override
        void messageCame(int opcode, byte[] payload) throws IOException {
            super.messageCame(opcode, payload);
            if (held.length > 0) {
                super.pingCame(held);
                held = new byte[0];
            }
        }
    }
}
