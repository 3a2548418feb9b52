package dev.parley.proofs;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server that says just the bytes it is told to, to one client after another, and reads what comes. */
final class RawServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener;

    RawServer() throws IOException {
        this(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    private RawServer(ServerSocket listener) throws IOException {
        this.listener = listener;
        listener.setSoTimeout(PATIENCE_MILLIS);
    }

    /** One that speaks TLS, and asks clients for a certificate which they need not have. */
    static RawServer asking(SSLContext tls) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listener.setWantClientAuth(true);
        return new RawServer(listener);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next client. */
    Client accept() throws IOException {
        return new Client(listener.accept());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** The header fields, with their values, that accept this request. */
    static String accepting(String request) {
        int start = request.indexOf("Sec-WebSocket-Key: ") + 19;
        String key = request.substring(start, request.indexOf("\r\n", start));
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + proofOf(key) + "\r\n";
    }

    private static String proofOf(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The connection to one client. */
    static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        private Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
        }

        /** The lines of an HTTP request up to the empty one, and this. */
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            return head.toString();
        }

        /** Whom the client's certificate names; empty if it has shown none. */
        String certificate() {
            try {
                return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
            } catch (SSLPeerUnverifiedException e) {
                return "";
            }
        }

        /** The next byte; −1 when the client has ended the connection. */
        int read() throws IOException {
            return in.read();
        }

        /** Whether nothing comes for so long. */
        boolean isSilentFor(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                in.read();
                return false;
            } catch (SocketTimeoutException silence) {
                return true;
            } finally {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }

        void send(String ascii) throws IOException {
            socket.getOutputStream().write(ascii.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
