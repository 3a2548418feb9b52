package dev.parley.proofs;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A certificate that vouches for itself, and its key, made by the JDK's keytool. */
record PemFiles(Path store, String name) {
    private static final String PASSWORD = "changeit";

    /** Makes them, for {@code localhost}. */
    static PemFiles make(Path directory, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        PemFiles made = new PemFiles(store, name);
        Pem.export(store, name, PASSWORD, made.certificate(), made.key());
        return made;
    }

    /** The same in another folder. */
    PemFiles copiedTo(Path folder) throws IOException {
        PemFiles copy = new PemFiles(folder.resolve(store.getFileName()), name);
        Files.copy(store, copy.store);
        Files.copy(certificate(), copy.certificate());
        Files.copy(key(), copy.key());
        return copy;
    }

    Path certificate() {
        return store.resolveSibling(name + ".pem");
    }

    Path key() {
        return store.resolveSibling(name + ".key");
    }

    /** Both in one file, as HAProxy wants them. */
    Path both() throws IOException {
        return Files.writeString(
                store.resolveSibling(name + ".both"), Files.readString(certificate()) + Files.readString(key()));
    }

    /** Puts these where others were, each file at once. */
    void replace(PemFiles others) throws IOException {
        Files.copy(certificate(), store.resolveSibling("new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(store.resolveSibling("new"), others.certificate(), StandardCopyOption.ATOMIC_MOVE);
        Files.copy(key(), store.resolveSibling("new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(store.resolveSibling("new"), others.key(), StandardCopyOption.ATOMIC_MOVE);
    }

    X509Certificate x509() throws Exception {
        try (InputStream in = new FileInputStream(certificate().toFile())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** What a client that trusts this server uses, which shows a certificate of its own if it has one. */
    SSLContext trustedBy(Optional<PemFiles> client) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", x509());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] shown = client.isPresent() ? new KeyManager[] {new Shown(client.get())} : null;
        context.init(shown, trust.getTrustManagers(), null);
        return context;
    }

    /** A connection over TLS to a server with this certificate, from another address of this machine, with the handshake done. */
    RawClient connect(String from, int port, Optional<PemFiles> client) throws Exception {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        plain.setSoTimeout(20_000);
        SSLSocket secured =
                (SSLSocket) trustedBy(client).getSocketFactory().createSocket(plain, "localhost", port, true);
        secured.startHandshake();
        return new RawClient(secured, plain);
    }

    /** Shows a certificate whoever the server says may vouch for it: the JDK's own shows none then. */
    private static final class Shown extends X509ExtendedKeyManager {
        private final String alias;
        private final X509Certificate[] chain;
        private final PrivateKey key;

        Shown(PemFiles files) throws Exception {
            KeyStore own = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream(files.store.toFile())) {
                own.load(in, PASSWORD.toCharArray());
            }
            alias = files.name;
            chain = new X509Certificate[] {files.x509()};
            key = (PrivateKey) own.getKey(alias, PASSWORD.toCharArray());
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return alias;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public X509Certificate[] getCertificateChain(String of) {
            return chain;
        }

        @Override
        public PrivateKey getPrivateKey(String of) {
            return key;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
