package dev.parley.cli;

import dev.parley.server.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a certificate that nobody vouches for, for trying things out, with the JDK's own {@code keytool}: the platform has
 * no public API for it, and a library for this alone would be larger than the rest.
 */
final class SelfSigned {
    private static final String ALIAS = "parley";
    /** Protects a file that is gone a moment later. */
    private static final String PASSWORD = "changeit";

    private static final int TIMEOUT_SECONDS = 30;

    private SelfSigned() {}

    /**
     * An identity for {@code localhost}, the loopback addresses and a host.
     *
     * @throws IOException if keytool does not do its work, with the reason
     */
    static TlsIdentity create(String host) throws IOException {
        Path directory = Files.createTempDirectory("parley-tls");
        Path store = directory.resolve("identity.p12");
        try {
            runKeytool(store, host);
            return read(store);
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificate cannot be read back: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(store);
            Files.delete(directory);
        }
    }

    private static void runKeytool(Path store, String host) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "30",
                        "-ext",
                        "san=" + alternativeNames(host),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException("keytool could not make a certificate: " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while making a certificate.", e);
        }
    }

    private static String alternativeNames(String host) {
        String always = "dns:localhost,ip:127.0.0.1,ip:::1";
        boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
        return always.contains(":" + host + ",") ? always : always + (isAddress ? ",ip:" : ",dns:") + host;
    }

    private static TlsIdentity read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        PrivateKey key = (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray());
        return new TlsIdentity(key, List.of((X509Certificate) store.getCertificate(ALIAS)));
    }
}
