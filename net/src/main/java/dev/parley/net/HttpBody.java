package dev.parley.net;

/** A body that is being written. Confined to its channel's event loop. */
interface HttpBody {
    /** The channel may have become writable. */
    void proceed();

    /** The channel is closed. */
    void closed();
}
