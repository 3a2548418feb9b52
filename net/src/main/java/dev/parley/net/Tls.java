package dev.parley.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS for one end of connections: versions 1.2 and 1.3, by BoringSSL where its jar is on the path, else by the JDK. Any
 * thread.
 *
 * <p>RFC 6455 §10.6: "WebSocket implementations MUST support TLS".
 */
public final class Tls {
    /** The versions that are safe to speak, best first. */
    public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    final SslContext context;
    private final List<String> versions;
    /** Whether it says who this end is, if asked. */
    final boolean hasIdentity;

    private Tls(SslContext context, List<String> versions, boolean hasIdentity) {
        this.context = context;
        this.versions = versions;
        this.hasIdentity = hasIdentity;
    }

    /**
     * The server's end.
     *
     * @param chain the certificate of {@code key} first, then those that lead to a trust anchor
     * @throws IllegalArgumentException if key and certificate cannot be used, with the reason
     */
    public static Tls server(PrivateKey key, List<X509Certificate> chain) {
        return build(SslContextBuilder.forServer(key, chain), VERSIONS, true);
    }

    /**
     * The server's end, which asks the client for a certificate (RFC 8446 §4.3.2).
     *
     * @param anchors who may vouch for clients; at least one
     * @param required whether a client without a certificate is refused; one with a wrong certificate always is
     * @throws IllegalArgumentException as above
     */
    public static Tls server(
            PrivateKey key, List<X509Certificate> chain, List<X509Certificate> anchors, boolean required) {
        return build(
                SslContextBuilder.forServer(key, chain)
                        .trustManager(anchors)
                        .clientAuth(required ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL),
                VERSIONS,
                true);
    }

    /**
     * The client's end; the server's certificate must be trusted and must name the host, always (RFC 9110 §4.3.4).
     *
     * @param anchors certificates to trust instead of the platform's; none for the platform's
     * @param identity who the client is, if a server asks
     * @param versions some of {@link #VERSIONS}
     */
    public static Tls client(List<X509Certificate> anchors, Optional<PemIdentity> identity, List<String> versions) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .endpointIdentificationAlgorithm("HTTPS")
                .trustManager(trust(anchors));
        identity.ifPresent(own -> builder.keyManager(own.key(), own.chain()));
        return build(builder, versions, identity.isPresent());
    }

    /** What this platform trusts. */
    public static List<X509Certificate> platformAnchors() {
        return List.of(trust(List.of()).getAcceptedIssuers());
    }

    private static ServerTrust trust(List<X509Certificate> anchors) {
        try {
            KeyStore store = null; // the platform's
            if (!anchors.isEmpty()) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                for (X509Certificate anchor : anchors) {
                    store.setCertificateEntry("anchor " + store.size(), anchor);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager platform) {
                    return new ServerTrust(platform);
                }
            }
            throw new IllegalStateException("This platform has no trust manager that checks host names.");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS cannot use these trusted certificates: " + e.getMessage(), e);
        }
    }

    /** For messages. */
    String versions() {
        return String.join(", ", versions);
    }

    /** The certificates that the other end of a connection has shown, its own first; none if it was not asked, or has none. */
    static List<X509Certificate> peer(SslHandler handler) {
        if (!handler.engine().getNeedClientAuth() && !handler.engine().getWantClientAuth()) {
            return List.of();
        }
        try {
            return Arrays.stream(handler.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** What does the cryptography: {@code BoringSSL} or {@code JDK}. */
    public static String provider() {
        return OpenSsl.isAvailable() ? "BoringSSL" : "JDK";
    }

    private static Tls build(SslContextBuilder builder, List<String> versions, boolean hasIdentity) {
        try {
            SslContext context = builder.sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(versions)
                    .build();
            return new Tls(context, versions, hasIdentity);
        } catch (SSLException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException("TLS cannot use this key or certificate: " + cause.getMessage(), e);
        }
    }
}
