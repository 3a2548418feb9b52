package dev.parley.probe;

import java.util.function.Consumer;

/**
 * The rules that a peer's frames must keep in any case, from frame to frame (RFC 6455 §5.2, §5.4, §5.5, §7.4). One caller at
 * a time.
 */
final class FrameRules {
    private final boolean compression;
    private final Consumer<String> violated;
    private boolean inMessage;
    private boolean closeSeen;

    FrameRules(boolean compression, Consumer<String> violated) {
        this.compression = compression;
        this.violated = violated;
    }

    void check(Frame frame) {
        if (closeSeen && !frame.isControl()) {
            // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
            violated.accept("After its Close frame the peer sent " + frame + " (RFC 6455 §5.5.1).");
        }
        checkReserved(frame);
        if (Opcodes.isReserved(frame.opcode())) {
            violated.accept("A frame has the unknown opcode " + frame.opcode() + " (RFC 6455 §5.2).");
        }
        if (frame.isControl()) {
            checkControl(frame);
        } else {
            checkOrder(frame);
        }
    }

    private void checkReserved(Frame frame) {
        boolean opensMessage = frame.is(Opcodes.TEXT) || frame.is(Opcodes.BINARY);
        int allowed = compression && opensMessage ? Frame.RSV1 : 0;
        if ((frame.reserved() & ~allowed) != 0) {
            violated.accept("Reserved bits are set (" + frame.reserved() + ") on " + frame + " (RFC 6455 §5.2).");
        }
    }

    private void checkControl(Frame frame) {
        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
        // fragmented."
        if (!frame.fin()) {
            violated.accept("A control frame is fragmented (RFC 6455 §5.5).");
        }
        if (frame.payload().length > 125) {
            violated.accept("A control frame has " + frame.payload().length + " bytes (RFC 6455 §5.5).");
        }
        if (frame.is(Opcodes.CLOSE)) {
            closeSeen = true;
            checkClose(frame);
        }
    }

    private void checkClose(Frame frame) {
        if (frame.payload().length == 1) {
            violated.accept("A Close frame has a body of one byte (RFC 6455 §5.5.1).");
        } else if (frame.payload().length > 1 && !CloseCodes.maySend(frame.closeCode())) {
            violated.accept("A Close frame has the code " + frame.closeCode() + " (RFC 6455 §7.4).");
        }
        if (!Utf8.isValid(frame.closeReason())) {
            violated.accept("The reason of a Close frame is not UTF-8 (RFC 6455 §5.5.1).");
        }
    }

    private void checkOrder(Frame frame) {
        boolean continues = frame.is(Opcodes.CONTINUATION);
        if (continues && !inMessage) {
            violated.accept("A continuation frame continues nothing (RFC 6455 §5.4).");
        } else if (!continues && inMessage) {
            violated.accept("A new message begins inside another one (RFC 6455 §5.4).");
        }
        inMessage = !frame.fin();
    }
}
