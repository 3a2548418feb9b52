package dev.parley.client;

import dev.parley.net.PemIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A certificate with its key, for servers that ask who the client is. It is shown to no other server. Immutable.
 *
 * @param key the private key
 * @param chain the certificate of the key first, then those that lead to a trust anchor of the server
 */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** @throws IllegalArgumentException if the key is not the first certificate's */
    public ClientIdentity {
        chain = new PemIdentity(key, chain).chain();
    }

    /**
     * Reads a certificate chain and its key, both as PEM; the key in PKCS #8, not encrypted.
     *
     * @throws IOException if a file cannot be read or does not hold what it should; the message says which, and what to do
     */
    public static ClientIdentity fromPem(Path certificate, Path key) throws IOException {
        PemIdentity read = PemIdentity.fromPem(certificate, key);
        return new ClientIdentity(read.key(), read.chain());
    }

    /**
     * The only key of a key store, for instance of a PKCS #12 file, with its certificates.
     *
     * @param password of the key, which is the store's in PKCS #12
     * @throws IllegalArgumentException if there is not just one key, or it cannot be read with this password
     */
    public static ClientIdentity of(KeyStore store, char[] password) {
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new IllegalArgumentException("The key store has " + keys.size() + " keys instead of one.");
            }
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : store.getCertificateChain(keys.get(0))) {
                chain.add((X509Certificate) certificate);
            }
            return new ClientIdentity((PrivateKey) store.getKey(keys.get(0), password), chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The key cannot be read: " + e.getMessage(), e);
        }
    }

    /** The key is a secret: it has no place in a log. */
    @Override
    public String toString() {
        return "ClientIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
