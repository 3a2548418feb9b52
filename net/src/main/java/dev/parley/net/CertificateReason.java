package dev.parley.net;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a server's certificate is refused, in words, and what to do. Stateless. */
final class CertificateReason {
    /** The kinds of a subject's other names that are a host's: a name of DNS, an address (RFC 5280 §4.2.1.6). */
    private static final Set<Integer> HOSTS = Set.of(2, 7);

    private static final int MAX_NAMES = 5;
    private static final int MAX_CHARACTERS = 200;

    private CertificateReason() {}

    /**
     * Says it.
     *
     * @param chain what the server sent, its own certificate first
     * @param host whom we wanted
     * @param refusal what the platform says to it
     */
    static String of(X509Certificate[] chain, String host, CertificateException refusal) {
        Date now = new Date();
        if (now.after(chain[0].getNotAfter())) {
            return "the certificate expired on " + day(chain[0].getNotAfter())
                    + ": the server needs a new one, if this machine's clock is right";
        }
        if (now.before(chain[0].getNotBefore())) {
            return "the certificate is not valid before " + day(chain[0].getNotBefore())
                    + ": is this machine's clock right?";
        }
        return isOfThePath(refusal) ? path(chain, now, refusal) : name(chain[0], host);
    }

    private static String path(X509Certificate[] chain, Date now, CertificateException refusal) {
        for (X509Certificate issuer : chain) {
            if (now.after(issuer.getNotAfter())) {
                return "the certificate of its issuer "
                        + printable(issuer.getSubjectX500Principal().getName()) + " expired on "
                        + day(issuer.getNotAfter());
            }
        }
        X509Certificate last = chain[chain.length - 1];
        String issuer = printable(last.getIssuerX500Principal().getName());
        if (chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal())) {
            return "the certificate is self-signed and not among those that are trusted: trust it, if it is the right one";
        }
        if (find(refusal, CertPathBuilderException.class) || !find(refusal, CertPathValidatorException.class)) {
            return "no trusted certificate has issued the server's: the chain that it sends ends with issuer " + issuer
                    + (chain.length > 1
                            ? ""
                            : ", and has no other certificate in it, which may be the server's mistake")
                    + ": trust that issuer, if it is the right one";
        }
        return "the chain of certificates is wrong: " + printable(Transport.reason(refusal));
    }

    private static String name(X509Certificate certificate, String host) {
        String names = printable(names(certificate));
        return names.isEmpty()
                ? "the certificate is for no host at all, so not for " + host + " either"
                : "the certificate is for " + names + ", not for " + host;
    }

    private static String names(X509Certificate certificate) {
        Collection<List<?>> others;
        try {
            others = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return "";
        }
        Stream<List<?>> all = others == null ? Stream.empty() : others.stream();
        return all.filter(name -> HOSTS.contains(name.get(0)))
                .limit(MAX_NAMES)
                .map(name -> String.valueOf(name.get(1)))
                .collect(Collectors.joining(", "));
    }

    /** Whether it is about how the certificate was issued, not about whom it is for. */
    private static boolean isOfThePath(CertificateException refusal) {
        return find(refusal, CertPathBuilderException.class)
                || find(refusal, CertPathValidatorException.class)
                || refusal.getClass() != CertificateException.class;
    }

    private static boolean find(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String day(Date date) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(
                Instant.ofEpochMilli(date.getTime()).atOffset(ZoneOffset.UTC));
    }

    /** What a stranger wrote, for a log. */
    private static String printable(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= MAX_CHARACTERS ? oneLine : oneLine.substring(0, MAX_CHARACTERS) + "…";
    }
}
