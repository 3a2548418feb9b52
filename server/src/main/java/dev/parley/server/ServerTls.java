package dev.parley.server;

import dev.parley.net.Tls;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * TLS of a server, versions 1.2 and 1.3: who it is, and whom it lets show a certificate. Immutable.
 *
 * <pre>{@code
 * TlsFiles files = new TlsFiles(Path.of("example.org.pem"), Path.of("example.org.key"), Optional.empty());
 * ServerOptions options = ServerOptions.DEFAULT.withTls(ServerTls.from(files));
 * }</pre>
 *
 * @param identity certificate and key
 * @param clientCertificates whether clients are asked for a certificate
 * @param clientAuthorities who may vouch for them: certificates of authorities, or of clients themselves
 * @param files where all this was read, and is read again when it changes; empty for nowhere. Connections that are open stay;
 *     what cannot be used is logged, and changes nothing
 * @param lookEvery how often the files are looked at
 */
public record ServerTls(
        TlsIdentity identity,
        ClientCertificates clientCertificates,
        List<X509Certificate> clientAuthorities,
        Optional<TlsFiles> files,
        Duration lookEvery) {
    /** Soon enough for who renews a certificate and then looks; a few small files cost nothing. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if clients are asked for certificates and nobody may vouch for them, or the reverse */
    public ServerTls {
        clientAuthorities = List.copyOf(clientAuthorities);
        if (clientAuthorities.isEmpty() != (clientCertificates == ClientCertificates.NONE)) {
            throw new IllegalArgumentException("Clients' certificates and who may vouch for them go together.");
        }
        if (lookEvery.isNegative() || lookEvery.isZero()) {
            throw new IllegalArgumentException("The time between two looks at the files must be positive.");
        }
    }

    /** This identity, for good, and no questions asked. */
    public static ServerTls of(TlsIdentity identity) {
        return new ServerTls(identity, ClientCertificates.NONE, List.of(), Optional.empty(), LOOK_EVERY);
    }

    /**
     * What is in these files, now and later. If they name who may vouch for clients, clients need a certificate.
     *
     * @throws IOException if they cannot be used now; the message says which, and what to do
     */
    public static ServerTls from(TlsFiles files) throws IOException {
        return new ServerTls(
                files.identity(),
                files.clientAuthorities().isPresent() ? ClientCertificates.REQUIRED : ClientCertificates.NONE,
                files.authorities(),
                Optional.of(files),
                LOOK_EVERY);
    }

    /** Whether the clients that are asked need a certificate. */
    public ServerTls withClientCertificates(ClientCertificates clientCertificates) {
        return new ServerTls(identity, clientCertificates, clientAuthorities, files, lookEvery);
    }

    public ServerTls withLookEvery(Duration lookEvery) {
        return new ServerTls(identity, clientCertificates, clientAuthorities, files, lookEvery);
    }

    /** The same with what is in the files now. */
    ServerTls again() throws IOException {
        TlsFiles from = files.orElseThrow();
        return new ServerTls(from.identity(), clientCertificates, from.authorities(), files, lookEvery);
    }

    /** @throws IllegalArgumentException if it cannot be used, with the reason */
    Tls tls() {
        return clientCertificates == ClientCertificates.NONE
                ? Tls.server(identity.key(), identity.chain())
                : Tls.server(
                        identity.key(),
                        identity.chain(),
                        clientAuthorities,
                        clientCertificates == ClientCertificates.REQUIRED);
    }
}
