package dev.parley.probe;

import java.util.List;

/** The endpoint under test, as one case meets it. One caller at a time. */
sealed interface Peer extends AutoCloseable permits ServerPeer, ClientPeer {
    Role role();

    ProbeOptions options();

    Transcript transcript();

    /** An open connection without extensions; if the peer opens none, the script ends. */
    Conversation open() throws InterruptedException;

    /** An open connection with these terms of compression; if the peer declines them, the script ends as not applicable. */
    Conversation open(DeflateTerms terms) throws InterruptedException;

    /** An open connection with compression on whatever terms the peer likes best. */
    Conversation openCompressed() throws InterruptedException;

    /** The rules that the peer broke on any connection of the case. */
    List<String> violations();

    /** Ends each connection on which the peer takes nothing any more, so that no write waits for ever. Any thread. */
    void endStuck();

    /** Ends all connections of the case; whatever waits for one of them goes on. Any thread. */
    @Override
    void close();
}
