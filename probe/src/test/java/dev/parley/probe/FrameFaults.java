package dev.parley.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Endpoints that read or write frames wrong (RFC 6455 §5.2). */
final class FrameFaults {
    private FrameFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("takes a length in 16 bits where 7 would do", "frame.length.16bit-for-5", () -> new EchoSteps() {
                        @Override
                        void checkMinimal(long length, int smallest) throws RuleBroken {
                            super.checkMinimal(length, smallest == 126 ? 0 : smallest);
                        }
                    })
                    .tolerated(),
            Fault.of(
                            "takes a length in 64 bits where 16 would do",
                            "frame.length.64bit-for-65535",
                            () -> new EchoSteps() {
                                @Override
                                void checkMinimal(long length, int smallest) throws RuleBroken {
                                    super.checkMinimal(length, Math.min(smallest, 126));
                                }
                            })
                    .tolerated(),
            Fault.of("takes a length for negative, and for nothing", "limit.negative.minus-1", () -> new EchoSteps() {
                @Override
                void checkSign(long length) {}
            }),
            Fault.of("looks at 32 bits of a length", "limit.huge.2-32-plus-5", () -> new EchoSteps() {
                @Override
                long readLength(int sevenBits) throws IOException, RuleBroken {
                    return (int) super.readLength(sevenBits);
                }
            }),
            Fault.of("writes every length in 16 bits", "frame.length.text-3", () -> new EchoSteps() {
                        @Override
                        byte[] lengthField(int length) {
                            return length < 126 ? in16Bits(length) : super.lengthField(length);
                        }
                    })
                    .inEveryCase(),
            Fault.of("writes longer lengths in 64 bits", "frame.length.binary-126", () -> new EchoSteps() {
                @Override
                byte[] lengthField(int length) {
                    return length < 126 ? super.lengthField(length) : in64Bits(length);
                }
            }),
            Fault.of("loses what is above 65,535 in a length", "frame.length.binary-65537", () -> new EchoSteps() {
                @Override
                byte[] lengthField(int length) {
                    return super.lengthField(length & 0xFFFF);
                }
            }),
            Fault.of("wants the two bytes of a length at once", "pressure.slow.pause-in-header", () -> new EchoSteps() {
                @Override
                long readLength(int sevenBits) throws IOException, RuleBroken {
                    if (sevenBits != 126) {
                        return super.readLength(sevenBits);
                    }
                    byte[] length = new byte[2];
                    link().read(length, 0, 2);
                    return ByteBuffer.wrap(length).getShort() & 0xFFFF;
                }
            }),
            Fault.of("sends text back as binary", "frame.payload.like-http", () -> new EchoSteps() {
                        @Override
                        void messageCame(int opcode, byte[] payload) throws IOException {
                            super.messageCame(BINARY, payload);
                        }
                    })
                    .inEveryCase(),
            Fault.of("drops empty messages", "frame.length.text-0", () -> new EchoSteps() {
                        @Override
                        void messageCame(int opcode, byte[] payload) throws IOException {
                            if (payload.length > 0) {
                                super.messageCame(opcode, payload);
                            }
                        }
                    })
                    .bySilence(),
            Fault.of("cuts messages at 64 KiB", "frame.length.binary-65537", () -> new EchoSteps() {
                @Override
                void messageCame(int opcode, byte[] payload) throws IOException {
                    super.messageCame(opcode, Arrays.copyOf(payload, Math.min(payload.length, 65536)));
                }
            }),
            Fault.of("takes RSV1", "reserved.rsv1.text", () -> new Ignoring(4, true)),
            Fault.of("takes RSV2", "reserved.rsv2.text", () -> new Ignoring(2, true)),
            Fault.of("takes RSV3", "reserved.rsv3.text", () -> new Ignoring(1, true)),
            Fault.of("takes RSV1 on control frames", "reserved.rsv1.ping", () -> new Ignoring(4, false)),
            Fault.of("takes RSV2 on control frames", "reserved.rsv2.pong", () -> new Ignoring(2, false))
                    .bySilence(),
            Fault.of("takes RSV1 on continuations", "reserved.rsv1.continuation", () -> new EchoSteps() {
                @Override
                boolean mayHave(int reserved, int opcode) {
                    return opcode == CONTINUATION && reserved == RSV1 || super.mayHave(reserved, opcode);
                }
            }),
            Fault.of("sets RSV3 on what it sends", "frame.length.text-3", () -> new EchoSteps() {
                        @Override
                        void writeMessage(boolean deflated, int opcode, byte[] payload) throws IOException {
                            write(true, 1, opcode, payload);
                        }
                    })
                    .inEveryCase(),
            Fault.of("skips frames of unknown opcodes", "opcode.3.payload", () -> new EchoSteps() {
                @Override
                void checkOpcode(int opcode) throws RuleBroken {
                    super.checkOpcode(opcode < CLOSE ? TEXT : opcode);
                }
            }),
            Fault.of("skips control frames of unknown opcodes", "opcode.b.payload", () -> new EchoSteps() {
                @Override
                void checkOpcode(int opcode) throws RuleBroken {
                    super.checkOpcode(opcode > PONG ? PONG : opcode);
                }
            }));

    /** Takes a reserved bit for nothing. */
    private static final class Ignoring extends EchoSteps {
        private final int bit;
        private final boolean onData;

        Ignoring(int bit, boolean onData) {
            this.bit = bit;
            this.onData = onData;
        }

        @Override
        boolean mayHave(int reserved, int opcode) {
            return reserved == bit && onData == opcode < CLOSE || super.mayHave(reserved, opcode);
        }
    }
}
