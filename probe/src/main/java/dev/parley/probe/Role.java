package dev.parley.probe;

/** Which end of a connection the endpoint under test is; the probe is the other one. */
public enum Role {
    /** The endpoint under test listens; the probe connects to it. */
    SERVER,
    /** The endpoint under test connects; the probe listens. */
    CLIENT;

    /** The other one. */
    Role other() {
        return this == SERVER ? CLIENT : SERVER;
    }

    /** "server" or "client", for sentences. */
    public String word() {
        return this == SERVER ? "server" : "client";
    }
}
