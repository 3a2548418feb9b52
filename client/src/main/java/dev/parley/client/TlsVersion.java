package dev.parley.client;

/** A version of TLS that is safe to speak. There are no others here. */
public enum TlsVersion {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    /** As the platform calls it. */
    final String platformName;

    TlsVersion(String platformName) {
        this.platformName = platformName;
    }
}
