package dev.parley.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a WebSocket connection, after the opening handshake, as a state machine (RFC 6455): bytes and time go in;
 * bytes come out at its {@link Outbox} and events at its {@link EngineHandler}. It knows no socket, thread or clock.
 *
 * <p>Named after {@link javax.net.ssl.SSLEngine}, which does the same for TLS. One caller at a time.
 *
 * <p>Before any other call, tell it the time with {@link #advanceTo}: deadlines count from what was last told.
 */
public final class WebSocketEngine {
    /** What {@link #nextDeadline} says when there is none. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** A control frame carries at most this (RFC 6455 §5.5). */
    public static final int MAX_CONTROL_BYTES = 125;

    /** Less is read together with what follows it. */
    private static final int MIN_ROOM = 64 * 1024;

    private final EngineHandler handler;
    private final FrameEncoder encoder;
    private final FrameDecoder decoder;
    private final MessageAssembler messages;
    /** Null where no compression was agreed on. */
    private final @Nullable MessageDeflater deflater;

    private final Outbox outbox;
    private final EnginePool pool;
    private boolean ownsPool;

    /** Whether a message that is sent in parts has begun. */
    private boolean inParts;

    private final ControlFrames controls = new ControlFrames();
    private final Lifecycle lifecycle;

    private WebSocketEngine(
            Limits limits,
            PartialMessages partial,
            Agreement agreement,
            EnginePool pool,
            @Nullable MaskingKeys keys,
            EngineHandler handler,
            Outbox outbox) {
        Role role = keys == null ? Role.SERVER : Role.CLIENT;
        Deflate agreed = agreement.deflate().orElse(null);
        this.handler = handler;
        this.outbox = outbox;
        this.pool = pool;
        this.encoder = new FrameEncoder(keys, outbox);
        // RFC 7692 §5: "both endpoints MUST use the algorithm described in Section 6 and the message payload
        // transformation (compressing and decompressing) procedure of the PMCE configured with the 'agreed parameters'
        // returned by the server to exchange messages."
        this.deflater = agreed == null ? null : new MessageDeflater(agreed, pool, encoder);
        MessageBody body = new MessageBody(limits, partial, pool.messages(), handler);
        this.messages = new MessageAssembler(
                limits, body, agreed == null ? null : new MessageInflater(agreed, pool, partial, body));
        this.decoder = new FrameDecoder(role, agreed != null, new Frames());
        this.lifecycle = new Lifecycle(role, limits, encoder, handler, outbox, this::release);
    }

    /**
     * The server's end: takes masked frames, sends unmasked ones.
     *
     * @param partial what unfinished messages may hold in all, shared with other engines
     * @param agreement what the handshake agreed on
     * @param pool what compression works with, shared with other engines of the same caller
     */
    public static WebSocketEngine server(
            Limits limits,
            PartialMessages partial,
            Agreement agreement,
            EnginePool pool,
            EngineHandler handler,
            Outbox outbox) {
        return new WebSocketEngine(limits, partial, agreement, pool, null, handler, outbox);
    }

    /** A server's end that stands alone, with nothing shared. */
    public static WebSocketEngine server(Limits limits, Agreement agreement, EngineHandler handler, Outbox outbox) {
        WebSocketEngine engine =
                server(limits, PartialMessages.UNLIMITED, agreement, EnginePool.heap(), handler, outbox);
        engine.ownsPool = true;
        return engine;
    }

    /** The client's end: takes unmasked frames, sends masked ones; otherwise as the server's. */
    public static WebSocketEngine client(
            Limits limits,
            PartialMessages partial,
            Agreement agreement,
            EnginePool pool,
            MaskingKeys keys,
            EngineHandler handler,
            Outbox outbox) {
        return new WebSocketEngine(limits, partial, agreement, pool, keys, handler, outbox);
    }

    /** A client's end that stands alone, with nothing shared. */
    public static WebSocketEngine client(
            Limits limits, Agreement agreement, MaskingKeys keys, EngineHandler handler, Outbox outbox) {
        WebSocketEngine engine =
                client(limits, PartialMessages.UNLIMITED, agreement, EnginePool.heap(), keys, handler, outbox);
        engine.ownsPool = true;
        return engine;
    }

    /**
     * Whether frames are wanted. When they are not, {@link #receive} ends with the frame at hand, and what it leaves is to be given to it
     * again later: one read may hold any number of messages, and a compressed one grows a thousandfold.
     */
    public void reading(boolean wanted) {
        if (wanted && !decoder.isReading()) {
            // While nobody listened the peer could not finish what it says.
            messages.excuse();
        }
        decoder.reading(wanted);
    }

    /**
     * Takes bytes from the peer, all of them unless {@link #reading} says otherwise. A broken rule is answered and ends the connection; this throws nothing but what
     * the handler throws, and then the position is after the frame that the handler was told of.
     *
     * @param in the bytes from position to limit; a server unmasks them in place, so they must be writable
     */
    public void receive(ByteBuffer in) {
        if (!lifecycle.listens()) {
            in.position(in.limit());
            return;
        }
        try {
            decoder.decode(in);
        } catch (Violated violated) {
            in.position(in.limit());
            broken(violated.violation());
        }
    }

    private void broken(Violation violation) {
        // RFC 6455 §7.1.7: "An endpoint MUST NOT continue to attempt to process data (including a responding Close
        // frame) from the remote endpoint after being instructed to _Fail the WebSocket Connection_."
        stopListening();
        lifecycle.broken(violation);
        handler.onViolation(violation, lifecycle::fail);
    }

    /**
     * Where the next bytes from the peer belong, in the midst of a large message: read there, from position to limit, they need not be
     * copied. The limit is then to be set to where they end, and the buffer given to {@link #receive}, before any other call of it.
     *
     * @return a buffer with no room if the bytes may be read to anywhere, as is always right
     */
    public ByteBuffer room() {
        long owed = decoder.owedPayload();
        return owed < MIN_ROOM ? MessageBody.NO_ROOM : messages.room(owed, MIN_ROOM);
    }

    /** Takes the end of the peer's bytes, or of the transport as a whole. */
    public void receiveEnd() {
        lifecycle.transportEnded();
    }

    /**
     * Sends a message.
     *
     * @param kind {@link Opcode#TEXT}, whose bytes must be UTF-8 and are not checked, or {@link Opcode#BINARY}
     * @param payload the bytes from position to limit, lent until this returns; the position stays
     * @return false, and nothing is sent, unless the state is {@link ReadyState#OPEN}
     */
    public boolean send(Opcode kind, ByteBuffer payload) {
        // RFC 6455 §6.1: "To _Send a WebSocket Message_ ... an endpoint MUST perform the following steps."
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
        // RFC 6455 §6.1: "The endpoint MUST ensure the WebSocket connection is in the OPEN state (cf. Sections 4.1 and
        // 4.2.2.) If at any point the state of the WebSocket connection changes, the endpoint MUST abort the following
        // steps." A message goes out in one turn, so nothing changes in between.
        // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
        if (!lifecycle.isOpen()) {
            return false;
        }
        requireNoParts();
        if (deflater == null) {
            encoder.encode(kind, payload);
        } else {
            deflater.send(kind, payload);
        }
        return true;
    }

    /**
     * Sends a part of a message that is too large to be sent at once: as a fragment, never compressed. Until the last one, no other
     * message can be sent.
     *
     * @param kind of the message, the same for all its parts
     * @param part lent as in {@link #send}
     * @param last whether the message ends with it
     * @return false, and nothing is sent, unless the state is {@link ReadyState#OPEN}
     */
    public boolean sendPart(Opcode kind, ByteBuffer part, boolean last) {
        if (!kind.isMessage()) {
            throw new IllegalArgumentException(kind + " is not a kind of message.");
        }
        if (!lifecycle.isOpen()) {
            return false;
        }
        encoder.encodePart(inParts ? Opcode.CONTINUATION : kind, last, part);
        inParts = !last;
        return true;
    }

    /**
     * Sends a message that other engines of the same caller send, too: its frames are made once for all of them.
     *
     * @return false, and nothing is sent, unless the state is {@link ReadyState#OPEN}
     */
    public boolean send(PreparedMessage message) {
        if (encoder.isMasking()) {
            return send(message.kind(), message.payload());
        }
        if (!lifecycle.isOpen()) {
            return false;
        }
        requireNoParts();
        if (deflater == null) {
            encoder.add(message.frame());
        } else {
            deflater.send(message);
        }
        return true;
    }

    private void requireNoParts() {
        if (inParts) {
            // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another
            // message unless an extension has been negotiated that can interpret the interleaving."
            throw new IllegalStateException("The last part of a message is still to be sent.");
        }
    }

    /**
     * Sends a ping.
     *
     * @param payload at most 125 bytes, which the peer's pong will repeat
     * @return false, and nothing is sent, unless the state is {@link ReadyState#OPEN}
     */
    public boolean ping(ByteBuffer payload) {
        if (payload.remaining() > MAX_CONTROL_BYTES) {
            throw new IllegalArgumentException("A ping carries at most 125 bytes.");
        }
        if (!lifecycle.isOpen()) {
            return false;
        }
        controls.pinged();
        encoder.encode(Opcode.PING, payload);
        return true;
    }

    /**
     * Begins the closing handshake.
     *
     * @return false, and nothing is sent, unless the state is {@link ReadyState#OPEN}
     */
    public boolean close(Close close) {
        if (!lifecycle.isOpen()) {
            return false;
        }
        lifecycle.close(close);
        return true;
    }

    /** When {@link #advanceTo} must be called at the latest, in the caller's nanoseconds, or {@link #NO_DEADLINE}. */
    public long nextDeadline() {
        long closing = lifecycle.deadline();
        return closing != NO_DEADLINE || !decoder.isReading() ? closing : messages.deadline();
    }

    /** Tells the time, in nanoseconds from any origin (for instance {@link System#nanoTime}), never backwards. */
    public void advanceTo(long now) {
        lifecycle.advanceTo(now);
        // From here on the end has a deadline of its own.
        if (lifecycle.deadline() == NO_DEADLINE && decoder.isReading() && !messages.isInTime(now)) {
            broken(Violation.MESSAGE_TOO_SLOW);
        }
    }

    /** How many messages of the peer have begun, ever; may wrap around. */
    public int messages() {
        return messages.messages();
    }

    /** Gives the connection up, without a closing handshake: the transport shows no sign of the peer any more. */
    public void lose(String why) {
        lifecycle.lose(why);
    }

    /**
     * Tells that bytes which were said up to the Close frame have just been written: much may have been said before it, and
     * the peer's time to answer begins when it can see it. Without a closing handshake under way it does nothing.
     */
    public void written(long now) {
        lifecycle.written(now);
    }

    /** Tells that the outbox is not behind any more. */
    public void caughtUp() {
        ByteBuffer pong = controls.takeOwed();
        // RFC 6455 §5.5.2: "unless it already received a Close frame"
        if (pong != null && lifecycle.isOpen() && lifecycle.listens()) {
            encoder.encode(Opcode.PONG, pong);
        }
    }

    /** How far the connection has come; never {@link ReadyState#CONNECTING}. */
    public ReadyState state() {
        return lifecycle.readyState();
    }

    private void stopListening() {
        decoder.stop();
        messages.end();
    }

    /** Nothing is sent or taken any more. */
    private void release() {
        stopListening();
        if (deflater != null) {
            deflater.end();
        }
        if (ownsPool) {
            pool.close();
        }
    }

    /** Sends each frame's parts to where frames of its kind are put together. */
    private final class Frames implements FrameSink {
        private Opcode opcode = Opcode.CONTINUATION;

        @Override
        public void onOpcode(Opcode opcode, boolean fin, boolean compressed) {
            this.opcode = opcode;
            if (!opcode.isControl()) {
                messages.onOpcode(opcode, fin, compressed);
            }
        }

        @Override
        public void onLength(long length) {
            if (!opcode.isControl()) {
                messages.onLength(length);
            }
        }

        @Override
        public void onPayload(ByteBuffer piece, boolean lastOfFrame) {
            if (!opcode.isControl()) {
                messages.onPayload(piece, lastOfFrame);
                return;
            }
            // RFC 6455 §5.4: "An endpoint MUST be capable of handling control frames in the middle of a fragmented
            // message."
            ByteBuffer whole = controls.collect(piece, lastOfFrame);
            if (whole != null) {
                controls.count(opcode, messages.limits(), lifecycle.now());
                onControl(opcode, whole);
            }
        }
    }

    private void onControl(Opcode opcode, ByteBuffer payload) {
        // RFC 6455 §6.2: "If a control frame (Section 5.5) is received, the frame MUST be handled as defined by Section
        // 5.5."
        switch (opcode) {
            case PING -> {
                // RFC 6455 §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response,
                // unless it already received a Close frame."
                if (outbox.isBehind()) {
                    controls.owe(payload);
                } else {
                    encoder.encode(Opcode.PONG, payload);
                }
                if (lifecycle.listens()) {
                    handler.onPing(payload);
                }
            }
            case PONG -> handler.onPong(payload);
            case CLOSE -> {
                Close close = ControlFrames.close(payload);
                stopListening();
                lifecycle.closeReceived(close);
            }
            default -> throw new AssertionError(opcode);
        }
    }
}
