package dev.parley.pubsub;

/** What a {@link Backplane} tells those who follow a topic. Any thread; no method blocks or throws. */
public interface Feed {
    /** A message was appended. */
    void onEntry(String epoch, Entry entry);

    /** Something may have been missed, or following has only now begun: it is time to look. */
    void onDoubt();

    /** Somebody came or left. */
    void onPresence();
}
