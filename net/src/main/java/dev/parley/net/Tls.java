package dev.parley.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * TLS for one end of connections: versions 1.2 and 1.3, by BoringSSL where its jar is on the path, else by the JDK. Any
 * thread.
 *
 * <p>RFC 6455 §10.6: "WebSocket implementations MUST support TLS".
 */
public final class Tls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** From the first byte to the last of the TLS handshake: longer than any honest network needs. */
    static final long HANDSHAKE_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    final SslContext context;

    private Tls(SslContext context) {
        this.context = context;
    }

    /**
     * The server's end.
     *
     * @param chain the certificate of {@code key} first, then those that lead to a trust anchor
     * @throws IllegalArgumentException if key and certificate cannot be used, with the reason
     */
    public static Tls server(PrivateKey key, List<X509Certificate> chain) {
        return build(SslContextBuilder.forServer(key, chain));
    }

    /**
     * The client's end; the server's certificate must be trusted and must name the host, always (RFC 9110 §4.3.4).
     *
     * @param anchors certificates to trust instead of the platform's; none for the platform's
     */
    public static Tls client(List<X509Certificate> anchors) {
        SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
        return build(anchors.isEmpty() ? builder : builder.trustManager(anchors));
    }

    /** What does the cryptography: {@code BoringSSL} or {@code JDK}. */
    public static String provider() {
        return OpenSsl.isAvailable() ? "BoringSSL" : "JDK";
    }

    private static Tls build(SslContextBuilder builder) {
        try {
            return new Tls(builder.sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(VERSIONS)
                    .build());
        } catch (SSLException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException("TLS cannot use this key or certificate: " + cause.getMessage(), e);
        }
    }
}
