package dev.parley.script;

import dev.parley.client.WebSocketOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes the HTTP client of a script's event sources: it trusts whom the script's sockets trust. Stateless. */
final class EventSourceHttp {
    private EventSourceHttp() {}

    static HttpClient client(WebSocketOptions options) {
        // HTTP/1.1, or the client would ask servers without TLS for an upgrade to HTTP/2, which some take amiss.
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(options.connectTimeout());
        if (!options.trusted().isEmpty()) {
            client.sslContext(trusting(options));
        }
        return client.build();
    }

    private static SSLContext trusting(WebSocketOptions options) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            for (X509Certificate anchor : options.trusted()) {
                anchors.setCertificateEntry(Integer.toString(anchors.size()), anchor);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The trusted certificates cannot be used.", e);
        }
    }
}
