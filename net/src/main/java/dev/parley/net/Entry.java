package dev.parley.net;

/** What becomes of an accepted connection. */
sealed interface Entry permits Place, Entry.Refused {
    /**
     * It may not stay.
     *
     * @param status the HTTP status code that says so
     */
    record Refused(int status, String why) implements Entry {
        static final Refused FULL = new Refused(503, "There are as many connections as this server takes.");
        static final Refused BUSY = new Refused(503, "As many connections as this server takes are being opened.");
        static final Refused MANY_OF_ADDRESS = new Refused(429, "There are too many connections of your address.");
    }
}
