package dev.parley.proofs;

import dev.parley.client.ClientIdentity;
import dev.parley.client.TrustAnchors;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and their keys, made by OpenSSL, as PEM files in a directory: NAME.pem and NAME.key. */
final class Pki {
    private final Path directory;

    Pki(Path directory) {
        this.directory = directory;
    }

    /** A certificate that issues others, by itself. */
    Pki authority(String name) throws Exception {
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9")
                .with("-subj", "/CN=" + name, "-keyout", key(name), "-out", certificate(name))
                .run();
        return this;
    }

    /** A certificate that issues others, issued by another. */
    Pki intermediate(String name, String issuer) throws Exception {
        return issued(name, issuer, 9, "basicConstraints=critical,CA:TRUE");
    }

    /** A certificate for a host. */
    Pki host(String name, String issuer, String host) throws Exception {
        return issued(name, issuer, 9, "subjectAltName=" + host);
    }

    /** One whose time is over. */
    Pki expired(String name, String issuer, String host) throws Exception {
        return issued(name, issuer, -1, "subjectAltName=" + host);
    }

    /** One that issued itself. */
    Pki selfSigned(String name, String host) throws Exception {
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9")
                .with("-subj", "/CN=" + name, "-addext", "subjectAltName=" + host)
                .with("-keyout", key(name), "-out", certificate(name))
                .run();
        return this;
    }

    private Pki issued(String name, String issuer, int days, String extension) throws Exception {
        Path request = directory.resolve(name + ".csr");
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
                .with("-subj", "/CN=" + name, "-addext", extension, "-keyout", key(name), "-out", request.toString())
                .run();
        openssl("x509", "-req", "-copy_extensions", "copyall", "-CAcreateserial", "-days", String.valueOf(days))
                .with("-in", request.toString(), "-CA", certificate(issuer), "-CAkey", key(issuer))
                .with("-out", certificate(name))
                .run();
        return this;
    }

    /** Of a server that sends these certificates, its own first. */
    TlsIdentity server(String name, String... chain) throws Exception {
        StringBuilder all = new StringBuilder(Files.readString(Path.of(certificate(name))));
        for (String further : chain) {
            all.append(Files.readString(Path.of(certificate(further))));
        }
        Path file = Files.writeString(Files.createTempFile(directory, "chain", ".pem"), all);
        return TlsIdentity.fromPem(file, Path.of(key(name)));
    }

    /** For a server by the JDK's TLS, which takes clients' certificates of this authority. */
    SSLContext jdkServer(String name, String authority) throws Exception {
        char[] password = "hush".toCharArray();
        ClientIdentity identity = ClientIdentity.fromPem(Path.of(certificate(name)), Path.of(key(name)));
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", identity.key(), password, identity.chain().toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry(
                "authority",
                TrustAnchors.fromPem(Path.of(certificate(authority))).get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    WebSocketOptions trusting(String name) throws Exception {
        return WebSocketOptions.DEFAULT.withTrusted(TrustAnchors.fromPem(Path.of(certificate(name))));
    }

    String certificate(String name) {
        return directory.resolve(name + ".pem").toString();
    }

    String key(String name) {
        return directory.resolve(name + ".key").toString();
    }

    private static Command openssl(String... arguments) {
        return new Command().with("openssl").with(arguments);
    }

    private static final class Command {
        private final List<String> words = new ArrayList<>();

        Command with(String... more) {
            words.addAll(List.of(more));
            return this;
        }

        void run() throws Exception {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said);
            }
        }
    }
}
