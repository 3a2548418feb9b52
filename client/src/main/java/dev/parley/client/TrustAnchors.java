package dev.parley.client;

import dev.parley.net.PemIdentity;
import dev.parley.net.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/** Certificates for {@link WebSocketOptions#withTrusted}. Stateless. */
public final class TrustAnchors {
    private TrustAnchors() {}

    /**
     * Those in a PEM file.
     *
     * @throws IOException if it cannot be read or has none; the message says which
     */
    public static List<X509Certificate> fromPem(Path file) throws IOException {
        return PemIdentity.readChain(file);
    }

    /** Those of the platform and these. */
    public static List<X509Certificate> platformAnd(List<X509Certificate> more) {
        return Stream.concat(Tls.platformAnchors().stream(), more.stream()).toList();
    }
}
