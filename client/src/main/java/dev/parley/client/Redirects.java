package dev.parley.client;

/** Where a socket has been led so far, by servers that say to try elsewhere. Immutable. */
record Redirects(WebSocketUrl at, int followed, boolean isStranger) {
    /** A redirect that is not followed; the message says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Before the first. */
    static Redirects none(WebSocketUrl url) {
        return new Redirects(url, 0, false);
    }

    /**
     * One step further.
     *
     * @param location what the server said, which may be relative (RFC 9110 §10.2.2)
     * @param max how many may be followed
     */
    Redirects to(String location, int max) throws RefusedException {
        if (followed >= max) {
            throw new RefusedException("more than " + max + " redirects, one after another");
        }
        WebSocketUrl next;
        try {
            next = WebSocketUrl.parse(location, at);
        } catch (DOMException e) {
            throw new RefusedException("the server redirects to what cannot be the URL of a WebSocket");
        }
        if (BlockedPorts.contains(next.port())) {
            throw new RefusedException("the server redirects to the blocked port " + next.port());
        }
        if (at.secure() && !next.secure()) {
            throw new RefusedException("the server redirects from wss to ws, to " + next.origin()
                    + ": what is said would no longer be secret");
        }
        boolean isStrange = !next.origin().equals(at.origin());
        boolean hasOwnUser = !next.user().equals(at.user()) || !next.password().equals(at.password());
        boolean hasUser = !next.user().isEmpty() || !next.password().isEmpty();
        if (hasUser && (isStrange || hasOwnUser)) {
            throw new RefusedException("the server redirects with a user's name in the URL");
        }
        // Whoever was a stranger once has chosen the way from there.
        return new Redirects(next, followed + 1, isStranger || isStrange);
    }
}
