package dev.parley.net;

import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why an attempt to connect failed, in words, and what to do. Stateless. */
final class DialFailure {
    /** What BoringSSL and the JDK say, in capitals and with underscores, to what it means. */
    private static final List<Map.Entry<List<String>, String>> TLS = List.of(
            Map.entry(
                    List.of("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NOT_ACCEPTED_BY_CLIENT_PREFERENCES"),
                    "the server speaks no version of TLS that is allowed here (%s); 1.1 and older are not safe"),
            Map.entry(
                    List.of("CERTIFICATE_REQUIRED"),
                    "the server asks for a client certificate: give it one that it trusts"),
            Map.entry(
                    List.of(
                            "ALERT_BAD_CERTIFICATE",
                            "ALERT:_BAD_CERTIFICATE",
                            "ALERT_UNKNOWN_CA",
                            "ALERT:_UNKNOWN_CA",
                            "ALERT_CERTIFICATE_UNKNOWN",
                            "ALERT:_CERTIFICATE_UNKNOWN",
                            "ALERT_CERTIFICATE_EXPIRED",
                            "ALERT:_CERTIFICATE_EXPIRED"),
                    "the server does not accept the client certificate"),
            Map.entry(
                    List.of("HANDSHAKE_FAILURE"),
                    "the server refuses: it may want a client certificate, or has no cipher in common with us (%s)"));

    private static final Map<String, String> SOCKS = Map.of(
            "FORBIDDEN", "it is forbidden",
            "NETWORK_UNREACHABLE", "the network is unreachable",
            "HOST_UNREACHABLE", "the host is unreachable, or its name unknown",
            "CONNECTION_REFUSED", "nothing listens there",
            "TTL_EXPIRED", "it took too long",
            "FAILURE", "it did not work");

    private DialFailure() {}

    static String of(Throwable cause, Dialer dialer) {
        ProxyConnectException byProxy = find(cause, ProxyConnectException.class);
        if (byProxy != null) {
            return proxy(byProxy, dialer.route());
        }
        UntrustedCertificateException untrusted = find(cause, UntrustedCertificateException.class);
        if (untrusted != null) {
            return "TLS: " + untrusted.getMessage();
        }
        if (find(cause, NotSslRecordException.class) != null) {
            return "TLS: the server does not speak TLS here; does it expect ws?";
        }
        String reason = Transport.reason(cause);
        return find(cause, SSLException.class) == null ? reason : "TLS: " + tls(reason, dialer.tls());
    }

    private static String tls(String reason, Tls tls) {
        String words = reason.toUpperCase(Locale.ROOT).replace(' ', '_');
        if (tls.hasIdentity && words.contains("CERTIFICATE_REQUIRED")) {
            return "the server asks for a client certificate of another issuer than the one that it was to get";
        }
        return TLS.stream()
                .filter(known -> known.getKey().stream().anyMatch(words::contains))
                .findFirst()
                .map(known -> String.format(Locale.ROOT, known.getValue(), tls.versions()) + " (" + reason + ")")
                .orElse(reason);
    }

    private static String proxy(ProxyConnectException failure, Route route) {
        String said = String.valueOf(failure.getMessage());
        String name = "the proxy " + route.printable();
        if (failure instanceof HttpProxyConnectException http && http.headers() != null) {
            String status = said.substring(said.lastIndexOf("status: ") + 8);
            // Some say 401 where 407 is meant.
            if (status.startsWith("407") || status.startsWith("401")) {
                return name
                        + (route.credentials().isPresent()
                                ? " does not accept the credentials ("
                                : " asks for credentials: give them with the proxy (")
                        + status.substring(0, 3) + ")";
            }
            return name + " refuses: " + status;
        }
        if (said.contains("authMethod: ")) {
            return name
                    + (route.credentials().isPresent()
                            ? " wants other credentials than a password"
                            : " asks for credentials: give them with the proxy; or it does not speak SOCKS5");
        }
        if (said.contains("authStatus: ")) {
            return name + " does not accept the credentials";
        }
        int status = said.lastIndexOf("status: ");
        if (status >= 0) {
            String code = said.substring(status + 8).replaceAll("\\(.*", "");
            return name + " cannot connect: " + SOCKS.getOrDefault(code, code);
        }
        return name + " does not answer as " + (route.kind() == Route.Kind.HTTP ? "an HTTP" : "a SOCKS5") + " proxy";
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return kind.cast(t);
            }
        }
        return null;
    }
}
