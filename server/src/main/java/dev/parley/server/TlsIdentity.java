package dev.parley.server;

import dev.parley.net.PemIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who the server is, for https and wss. Immutable.
 *
 * <pre>{@code
 * TlsIdentity identity = TlsIdentity.fromPem(Path.of("example.org.pem"), Path.of("example.org.key"));
 * ServerOptions options = ServerOptions.DEFAULT.withTls(identity);
 * }</pre>
 *
 * @param key the private key
 * @param chain the certificate of the key first, then those that lead to a trust anchor
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** @throws IllegalArgumentException if the key is not the first certificate's */
    public TlsIdentity {
        chain = new PemIdentity(key, chain).chain();
    }

    /** The key is a secret: it has no place in a log. */
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }

    /**
     * Reads a certificate chain and its key, both as PEM; the key in PKCS #8, not encrypted.
     *
     * @throws IOException if a file cannot be read or does not hold what it should; the message says which, and what to do
     */
    public static TlsIdentity fromPem(Path certificate, Path key) throws IOException {
        PemIdentity read = PemIdentity.fromPem(certificate, key);
        return new TlsIdentity(read.key(), read.chain());
    }
}
