package dev.parley.pubsub;

import java.util.Locale;

/** What an acknowledged message survives. Each level survives what the ones before it do. Immutable. */
public enum Durability {
    /** Nothing: it is lost with the process that keeps the log. */
    MEMORY,
    /** The end of the process at any instant, by kill −9 as well; not that of the machine. */
    PROCESS,
    /** A loss of power: it is on the disk before it is acknowledged, as far as the disk keeps its word. */
    POWER;

    /** As it stands in acknowledgements: {@code memory}, {@code process} or {@code power}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
