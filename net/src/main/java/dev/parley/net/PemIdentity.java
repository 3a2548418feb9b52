package dev.parley.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who an end of a TLS connection is. Immutable.
 *
 * @param key the private key
 * @param chain the certificate of the key first, then those that lead to a trust anchor
 */
public record PemIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    public PemIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("There is no certificate.");
        }
        if (!belongTogether(key, chain.get(0))) {
            throw new IllegalArgumentException("The key is not the key of the certificate.");
        }
    }

    /** Signs something with the one and verifies it with the other: no handshake could succeed otherwise. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(BEGIN.getBytes(StandardCharsets.US_ASCII));
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(BEGIN.getBytes(StandardCharsets.US_ASCII));
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // keys of different kinds
        }
    }

    /** The key is a secret: it has no place in a log. */
    @Override
    public String toString() {
        return "PemIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }

    /**
     * Reads a certificate chain and its key, both as PEM; the key in PKCS #8, not encrypted.
     *
     * @throws IOException if a file cannot be read or does not hold what it should; the message says which, and what to do
     */
    public static PemIdentity fromPem(Path certificate, Path key) throws IOException {
        PrivateKey privateKey = readKey(key);
        List<X509Certificate> chain = readChain(certificate);
        try {
            return new PemIdentity(privateKey, chain);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The key in " + key + " is not the key of the certificate in " + certificate + ".", e);
        }
    }

    /** The certificates in a PEM file, which may hold other things, too. See {@link #fromPem}. */
    public static List<X509Certificate> readChain(Path file) throws IOException {
        // The file may hold other things, too, for instance the key.
        String certificates = CERTIFICATE
                .matcher(new String(read(file, "certificate"), StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
        if (certificates.isEmpty()) {
            throw new IOException("No certificate in PEM form is in " + file + ".");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificate in " + file + " cannot be understood: " + e.getMessage(), e);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        String pem = new String(read(file, "key"), StandardCharsets.ISO_8859_1);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (!pem.contains("PRIVATE KEY-----")) {
            throw new IOException("No private key in PEM form is in " + file + ".");
        }
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
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException("The TLS " + what + " file " + file + " cannot be read.");
        }
        return Files.readAllBytes(file);
    }
}
