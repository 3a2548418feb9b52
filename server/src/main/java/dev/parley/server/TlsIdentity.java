package dev.parley.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Who the server is, for https and wss. Immutable.
 *
 * @param key the private key
 * @param chain the certificate of the key first, then those that lead to a trust anchor
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");

    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("There is no certificate.");
        }
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
        return new TlsIdentity(readKey(key), readChain(certificate));
    }

    private static List<X509Certificate> readChain(Path file) throws IOException {
        byte[] pem = read(file, "certificate");
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("No certificate in PEM form can be read from " + file + ".", e);
        }
        throw new IOException("No certificate in PEM form is in " + file + ".");
    }

    private static PrivateKey readKey(Path file) throws IOException {
        String pem = new String(read(file, "key"), StandardCharsets.ISO_8859_1);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("The key in " + file + " is not in unencrypted PKCS #8 PEM form; convert it with: "
                    + "openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return privateKey(der);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IOException("The key in " + file + " cannot be understood: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException otherKind) {
                continue;
            }
        }
        throw new InvalidKeySpecException("it is none of " + String.join(", ", KEY_KINDS));
    }

    private static byte[] read(Path file, String what) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("The TLS " + what + " file " + file + " cannot be read.");
        }
        return Files.readAllBytes(file);
    }
}
