package dev.parley.client;

import dev.parley.net.Tls;
import java.security.cert.X509Certificate;
import java.util.List;

/** The TLS of a client for the certificates it trusts; kept, since making one reads and checks them all. Any thread. */
final class Trust {
    private record Made(List<X509Certificate> anchors, Tls tls) {}

    /** The last one: a program rarely has two. */
    private static volatile Made last = new Made(List.of(), Tls.client(List.of()));

    private Trust() {}

    /** @param anchors none for the platform's */
    static Tls of(List<X509Certificate> anchors) {
        Made made = last;
        if (!made.anchors().equals(anchors)) {
            made = new Made(anchors, Tls.client(anchors));
            last = made;
        }
        return made.tls();
    }
}
