package dev.parley.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Connects to the server under test: TCP, and TLS over it for {@code wss}. Any thread. */
final class Dialer {
    private final String hostName;
    private final int port;
    private final boolean secure;
    private final String target;
    private final boolean trustAny;
    /** One for all connections: the later ones take up the keys of the first, which costs a fraction. */
    private final SSLContext context;

    /** @throws IllegalArgumentException if the address is not one of {@code ws} or {@code wss}, or has a fragment */
    Dialer(URI address, boolean trustAny) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss") || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "Not the address of a WebSocket server: " + address + "; write it as ws://host:port/path.");
        }
        // RFC 6455 §3: "Fragment identifiers are meaningless in the context of WebSocket URIs and MUST NOT be used on
        // these URIs."
        if (address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "The address of a WebSocket server has no fragment: leave #" + address.getRawFragment() + " out.");
        }
        this.secure = scheme.equals("wss");
        this.hostName = address.getHost();
        this.port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        this.target = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        this.trustAny = trustAny;
        this.context = context(trustAny);
    }

    /** The target of a request: path and query. */
    String target() {
        return target;
    }

    /** The value of Host: without the port if it is the usual one. */
    String host() {
        return port == (secure ? 443 : 80) ? hostName : hostName + ":" + port;
    }

    boolean secure() {
        return secure;
    }

    /**
     * A new connection.
     *
     * @param socket to read from and write to
     * @param tcp what is under it: the same, unless there is TLS
     */
    record Dialed(Socket socket, Socket tcp) {}

    /** @param receiveBytes size of the receive buffer, 0 for the usual one */
    Dialed dial(int receiveBytes, Duration patience) throws IOException {
        Socket plain = new Socket();
        try {
            if (receiveBytes > 0) {
                // Before the connection is made, or the window has been announced already.
                plain.setReceiveBufferSize(receiveBytes);
            }
            // Segments must leave as they are written.
            plain.setTcpNoDelay(true);
            String literal = hostName.replaceAll("[\\[\\]]", "");
            plain.connect(new InetSocketAddress(literal, port), (int) patience.toMillis());
            return new Dialed(secure ? encrypted(plain, literal, patience) : plain, plain);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket encrypted(Socket plain, String name, Duration patience) throws IOException {
        plain.setSoTimeout((int) patience.toMillis());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        if (!trustAny) {
            // Without this, Java takes a certificate for any host.
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    private static SSLContext context(boolean trustAny) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustAny ? new TrustManager[] {new TrustAny()} : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS.", e);
        }
    }

    /** Reads no certificate: the probe judges WebSocket, and its owner has said so. */
    private static final class TrustAny implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
