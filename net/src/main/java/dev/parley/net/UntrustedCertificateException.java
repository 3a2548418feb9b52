package dev.parley.net;

import java.security.cert.CertificateException;

/** A server's certificate is refused; the message says why, and what to do. */
final class UntrustedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;

    UntrustedCertificateException(String message, CertificateException cause) {
        super(message, cause);
    }
}
