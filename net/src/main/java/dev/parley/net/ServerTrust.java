package dev.parley.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges servers' certificates as the platform does, host names included, and says in words why one is refused. Any thread.
 *
 * <p>Stricter in one thing: the platform does not look at the dates of a certificate that is trusted itself.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager platform;

    ServerTrust(X509ExtendedTrustManager platform) {
        this.platform = platform;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        try {
            platform.checkServerTrusted(chain, kind, engine);
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw new UntrustedCertificateException(CertificateReason.of(chain, engine.getPeerHost(), e), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        platform.checkServerTrusted(chain, kind, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        // Nobody says which host was meant, so nothing can be promised.
        throw new CertificateException("The host of the certificate cannot be checked.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        platform.checkClientTrusted(chain, kind, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        platform.checkClientTrusted(chain, kind, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        platform.checkClientTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }
}
