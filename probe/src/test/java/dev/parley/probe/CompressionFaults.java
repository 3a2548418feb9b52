package dev.parley.probe;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Endpoints that compress other than was agreed on, or write compressed messages wrong (RFC 7692 §6.1, §7.2.1). */
final class CompressionFaults {
    private CompressionFaults() {}

    static final List<Fault> ALL = List.of(
            compressing(
                    "refers further back than the window agreed on",
                    "deflate.window.9",
                    terms -> new Compression(terms) {
                        @Override
                        int window() {
                            return 1 << 15;
                        }
                    }),
            compressing(
                    "refers to earlier messages, having agreed not to",
                    "deflate.context.not-taken-over",
                    terms -> new Compression(terms) {
                        @Override
                        boolean keepsContext() {
                            return true;
                        }
                    }),
            compressing("leaves the tail on", "deflate.message.text-1000", terms -> new Compression(terms) {
                @Override
                byte[] withoutTail(byte[] deflated) {
                    return deflated;
                }
            }),
            compressing("cuts too long a tail off", "deflate.message.json", terms -> new Compression(terms) {
                @Override
                byte[] withoutTail(byte[] deflated) {
                    byte[] right = super.withoutTail(deflated);
                    return Arrays.copyOf(right, right.length - 2);
                }
            }),
            compressing(
                    "sends an empty message without a byte",
                    "deflate.message.empty-text",
                    terms -> new Compression(terms) {
                        @Override
                        byte[] empty() {
                            return new byte[0];
                        }
                    }),
            Fault.of(
                    "sets RSV1 on continuations, too",
                    "deflate.frames.rsv1-in-first-fragment-only",
                    () -> new EchoSteps() {
                        @Override
                        void writeMessage(boolean deflated, int opcode, byte[] payload) throws IOException {
                            if (deflated) {
                                write(false, RSV1, opcode, payload);
                                write(true, RSV1, CONTINUATION, new byte[0]);
                            } else {
                                super.writeMessage(false, opcode, payload);
                            }
                        }
                    }),
            Fault.of("compresses without setting RSV1", "deflate.message.text-1000", () -> new EchoSteps() {
                @Override
                void writeMessage(boolean deflated, int opcode, byte[] payload) throws IOException {
                    super.writeMessage(false, opcode, payload);
                }
            }),
            Fault.of("sets RSV1 on what it does not compress", "deflate.message.text-1000", () -> new EchoSteps() {
                @Override
                void messageCame(int opcode, byte[] payload) throws IOException {
                    writeMessage(compression().isPresent(), opcode, payload);
                }
            }),
            Fault.of("sets RSV1 though compression was declined", "offer.client.declined", () -> new EchoSteps() {
                        @Override
                        void messageCame(int opcode, byte[] payload) throws IOException {
                            if (compression().isPresent()) {
                                super.messageCame(opcode, payload);
                            } else {
                                write(true, RSV1, opcode, payload);
                            }
                        }
                    })
                    .only(Role.CLIENT)
                    .inEveryCase(),
            Fault.of("compresses nothing", "deflate.window.9", () -> new EchoSteps() {
                        @Override
                        void messageCame(int opcode, byte[] payload) throws IOException {
                            writeMessage(false, opcode, payload);
                        }
                    })
                    .tolerated(),
            Fault.of("sets RSV1 on pongs", "deflate.frames.pong-is-not-compressed", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    write(true, compression().isPresent() ? RSV1 : 0, PONG, payload);
                }
            }),
            Fault.of("sets RSV1 on Close frames", "deflate.frames.close-is-not-compressed", () -> new EchoSteps() {
                @Override
                void answerClose(byte[] payload) throws IOException {
                    write(true, compression().isPresent() ? RSV1 : 0, CLOSE, payload);
                }
            }));

    /** Whoever compresses or inflates so. */
    static Fault compressing(String name, String caughtBy, Function<CompressionTerms, Compression> compression) {
        return Fault.of(name, caughtBy, () -> new EchoSteps() {
            @Override
            Compression compression(CompressionTerms terms) {
                return compression.apply(terms);
            }
        });
    }
}
