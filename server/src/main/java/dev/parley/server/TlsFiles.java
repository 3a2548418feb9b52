package dev.parley.server;

import dev.parley.net.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a server's certificates are kept, as PEM. Immutable.
 *
 * @param certificate the chain, the server's own first
 * @param key its key, in PKCS #8, not encrypted
 * @param clientAuthorities who may vouch for clients; empty if clients are not asked for certificates
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthorities) {
    /**
     * What distinguishes what is in them now from what is in them at another time. Their content, not their times: those of a
     * link that was set anew, as secrets are mounted, may be older.
     */
    String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : Stream.concat(Stream.of(certificate, key), clientAuthorities.stream())
                    .toList()) {
                digest.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every platform has it
        }
    }

    TlsIdentity identity() throws IOException {
        return TlsIdentity.fromPem(certificate, key);
    }

    List<X509Certificate> authorities() throws IOException {
        return clientAuthorities.isPresent() ? PemIdentity.readChain(clientAuthorities.get()) : List.of();
    }
}
