package dev.parley.proofs;

import dev.parley.engine.Agreement;
import dev.parley.engine.Close;
import dev.parley.engine.Compression;
import dev.parley.engine.Ending;
import dev.parley.engine.EngineHandler;
import dev.parley.engine.Headers;
import dev.parley.engine.Limits;
import dev.parley.engine.Opcode;
import dev.parley.engine.Outbox;
import dev.parley.engine.ServerHandshake;
import dev.parley.engine.WebSocketEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our engine. Stateless. */
final class Parley implements Implementation {
    /** Counts of fragments are ours alone, so they are left out. */
    private static final Limits LIMITS = Limits.DEFAULT
            .withMaxMessageBytes(MAX_MESSAGE_BYTES)
            .withMinMeanFragmentBytes(0)
            .withMaxEmptyFragmentsInARow(Integer.MAX_VALUE);

    @Override
    public Reaction react(boolean server, boolean deflate, List<byte[]> pieces) {
        Log log = new Log();
        Agreement agreement = deflate ? deflate() : Agreement.NONE;
        WebSocketEngine engine = server
                ? WebSocketEngine.server(LIMITS, agreement, log, log)
                : WebSocketEngine.client(LIMITS, agreement, () -> 0x1234_5678, log, log);
        engine.advanceTo(0);
        for (byte[] piece : pieces) {
            engine.receive(ByteBuffer.wrap(piece.clone()));
        }
        log.settle();
        Reaction reaction = new Reaction(List.copyOf(log.got), log.sent.read(), log.end, log.why);
        engine.receiveEnd();
        return reaction;
    }

    /** The same for both roles, since it is the same in both directions. */
    private static Agreement deflate() {
        Headers request = Headers.of(
                "Host", "h",
                "Upgrade", "websocket",
                "Connection", "Upgrade",
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version", "13",
                "Sec-WebSocket-Extensions", DEFLATE);
        ServerHandshake.Accepted accepted = (ServerHandshake.Accepted)
                ServerHandshake.judge("GET", "HTTP/1.1", request, Optional.of(Compression.DEFAULT), offered -> "");
        return accepted.agreement();
    }

    private static final class Log implements EngineHandler, Outbox {
        final List<String> got = new ArrayList<>();
        final SentFrames sent = new SentFrames();
        String end = "open";
        String why = "";
        private ByteBuffer claimed = ByteBuffer.allocate(0);

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {
            got.add(kind == Opcode.TEXT ? Shown.text(payload) : Shown.binary(payload));
        }

        @Override
        public void onPong(ByteBuffer payload) {
            got.add(Shown.pong(payload));
        }

        @Override
        public void onClosing(Close received, Runnable answer) {
            end = "closed " + received.code();
            answer.run();
        }

        @Override
        public void onEnd(Ending ending) {
            settle();
            if (ending instanceof Ending.Failed failed) {
                end = "failed";
                why = failed.violation().name();
            }
        }

        @Override
        public ByteBuffer claim(int bytes) {
            settle();
            claimed = ByteBuffer.allocate(bytes);
            return claimed;
        }

        @Override
        public void append(ByteBuffer bytes) {
            settle();
            sent.add(bytes);
        }

        private void settle() {
            sent.add(claimed.flip());
            claimed = ByteBuffer.allocate(0);
        }

        @Override
        public void finish() {
            settle();
        }

        @Override
        public void abort() {
            settle();
        }
    }
}
