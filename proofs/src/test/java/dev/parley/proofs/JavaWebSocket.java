package dev.parley.proofs;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.Handshakedata;

/** Java-WebSocket, without its threads and sockets. Stateless. */
final class JavaWebSocket implements Implementation {
    @Override
    public Reaction react(boolean server, boolean deflate, List<byte[]> pieces) {
        Log log = new Log();
        WebSocketImpl socket = server ? server(log, deflate) : client(log, deflate);
        log.takeSent(socket);
        log.sent.takeHead();
        for (byte[] piece : pieces) {
            if (socket.isOpen() && !log.threw()) {
                log.decode(socket, piece);
            }
        }
        log.takeSent(socket);
        return new Reaction(log.got, log.sent.read(), log.end, log.why);
    }

    private static Draft_6455 draft(boolean deflate) {
        if (!deflate) {
            return new Draft_6455(List.of(), MAX_MESSAGE_BYTES);
        }
        PerMessageDeflateExtension extension = new PerMessageDeflateExtension();
        extension.setServerNoContextTakeover(true);
        extension.setClientNoContextTakeover(true);
        return new Draft_6455(List.of(extension), MAX_MESSAGE_BYTES);
    }

    private static WebSocketImpl server(Log log, boolean deflate) {
        WebSocketImpl socket = new WebSocketImpl(log, List.<Draft>of(draft(deflate)));
        socket.decode(ByteBuffer.wrap(Heads.request(deflate)));
        return opened(socket);
    }

    private static WebSocketImpl client(Log log, boolean deflate) {
        WebSocketImpl socket = new WebSocketImpl(log, draft(deflate));
        HandshakeImpl1Client request = new HandshakeImpl1Client();
        request.setResourceDescriptor("/");
        request.put("Host", "h");
        try {
            socket.startHandshake(request);
        } catch (InvalidHandshakeException e) {
            throw new AssertionError(e);
        }
        log.takeSent(socket);
        socket.decode(ByteBuffer.wrap(Heads.answer(log.sent.takeHead(), deflate)));
        return opened(socket);
    }

    private static WebSocketImpl opened(WebSocketImpl socket) {
        if (!socket.isOpen()) {
            throw new AssertionError("Java-WebSocket did not open");
        }
        return socket;
    }

    private static final class Log extends WebSocketAdapter {
        final List<String> got = new ArrayList<>();
        final SentFrames sent = new SentFrames();
        String end = "open";
        String why = "";

        boolean threw() {
            return end.startsWith("threw");
        }

        /** What it throws would cost its server's thread, or all that its client was. */
        void decode(WebSocketImpl socket, byte[] piece) {
            try {
                socket.decode(ByteBuffer.wrap(piece.clone()));
            } catch (RuntimeException e) {
                end = "threw " + e.getClass().getSimpleName();
            }
        }

        void takeSent(WebSocketImpl socket) {
            for (ByteBuffer bytes = socket.outQueue.poll(); bytes != null; bytes = socket.outQueue.poll()) {
                sent.add(bytes);
            }
        }

        @Override
        public void onWebsocketMessage(WebSocket socket, String text) {
            got.add(Shown.text(text));
        }

        @Override
        public void onWebsocketMessage(WebSocket socket, ByteBuffer payload) {
            got.add(Shown.binary(payload));
        }

        @Override
        public void onWebsocketPong(WebSocket socket, Framedata frame) {
            got.add(Shown.pong(frame.getPayloadData()));
        }

        @Override
        public void onWebsocketClosing(WebSocket socket, int code, String reason, boolean remote) {
            end = remote ? "closed " + code : "failed";
        }

        @Override
        public void onWebsocketCloseInitiated(WebSocket socket, int code, String reason) {
            end = "failed";
            why = String.valueOf(reason);
        }

        @Override
        public void onWebsocketClose(WebSocket socket, int code, String reason, boolean remote) {}

        @Override
        public void onWebsocketOpen(WebSocket socket, Handshakedata handshake) {}

        @Override
        public void onWebsocketError(WebSocket socket, Exception e) {
            why = String.valueOf(e.getMessage());
        }

        @Override
        public void onWriteDemand(WebSocket socket) {}

        @Override
        public InetSocketAddress getLocalSocketAddress(WebSocket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress getRemoteSocketAddress(WebSocket socket) {
            throw new UnsupportedOperationException();
        }
    }
}
