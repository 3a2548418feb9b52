package dev.parley.client;

import dev.parley.net.PemIdentity;
import dev.parley.net.Tls;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The TLS of a client for what its options say; kept, since making one reads and checks many certificates. Any thread. */
final class Trust {
    private record Made(
            List<X509Certificate> anchors, Optional<ClientIdentity> identity, Set<TlsVersion> versions, Tls tls) {}

    /** The last one: a program rarely has two. */
    private static volatile @Nullable Made last;

    private Trust() {}

    /** @param identity who the client is to this server, if it asks */
    static Tls of(WebSocketOptions options, Optional<ClientIdentity> identity) {
        Made made = last;
        if (made == null
                || !made.anchors().equals(options.trusted())
                || !made.identity().equals(identity)
                || !made.versions().equals(options.tlsVersions())) {
            made = new Made(options.trusted(), identity, options.tlsVersions(), make(options, identity));
            last = made;
        }
        return made.tls();
    }

    private static Tls make(WebSocketOptions options, Optional<ClientIdentity> identity) {
        List<String> versions = Tls.VERSIONS.stream()
                .filter(name -> options.tlsVersions().stream().anyMatch(version -> version.platformName.equals(name)))
                .toList();
        return Tls.client(options.trusted(), identity.map(own -> new PemIdentity(own.key(), own.chain())), versions);
    }
}
