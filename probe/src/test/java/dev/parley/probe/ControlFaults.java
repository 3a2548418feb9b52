package dev.parley.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Endpoints that are wrong about pings, pongs, and what control frames may be (RFC 6455 §5.5). */
final class ControlFaults {
    private ControlFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("takes control frames in fragments", "control.fragmented.ping", () -> new EchoSteps() {
                @Override
                void checkControlFin(boolean fin) {}
            }),
            Fault.of("takes control frames of any length", "control.too-long.ping-126", () -> new EchoSteps() {
                @Override
                void checkControlLength(int sevenBits) {}
            }),
            Fault.of("sends no pong", "control.ping.0", () -> new EchoSteps() {
                        @Override
                        void pingCame(byte[] payload) {}
                    })
                    .bySilence(),
            Fault.of("sends pongs without the payload", "control.ping.7", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    super.pingCame(new byte[0]);
                }
            }),
            Fault.of("sends at most 124 bytes in a pong", "control.ping.125", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    super.pingCame(Arrays.copyOf(payload, Math.min(payload.length, 124)));
                }
            }),
            Fault.of("sends more than 125 bytes in a pong", "control.ping.125", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    super.pingCame(Arrays.copyOf(payload, payload.length + 1));
                }
            }),
            Fault.of("takes the payload of a ping for text", "control.ping.not-utf8", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    super.pingCame(new String(payload, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
                }
            }),
            Fault.of("answers each ping twice", "control.pings.2-at-once", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    super.pingCame(payload);
                    super.pingCame(payload);
                }
            }),
            Fault.of("answers the first ping only", "control.pings.10-one-by-one", () -> new EchoSteps() {
                        private boolean answered;

                        @Override
                        void pingCame(byte[] payload) throws IOException {
                            if (!answered) {
                                super.pingCame(payload);
                            }
                            answered = true;
                        }
                    })
                    .bySilence(),
            Fault.of("answers pings with pings", "control.ping.4", () -> new EchoSteps() {
                        @Override
                        void pingCame(byte[] payload) throws IOException {
                            write(true, 0, PING, payload);
                        }
                    })
                    .bySilence(),
            Fault.of("answers pongs", "control.pong-unasked.payload", () -> new EchoSteps() {
                @Override
                void pongCame(byte[] payload) throws IOException {
                    write(true, 0, PONG, payload);
                }
            }),
            Fault.of("sends pongs in fragments", "control.ping.2", () -> new EchoSteps() {
                @Override
                void pingCame(byte[] payload) throws IOException {
                    write(false, 0, PONG, payload);
                }
            }));
}
