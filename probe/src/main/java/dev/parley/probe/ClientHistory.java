package dev.parley.probe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a client under test sent over all its connections that should never come twice. Any thread. */
final class ClientHistory {
    private final Set<String> handshakeKeys = new HashSet<>();
    private final Set<Integer> maskingKeys = new HashSet<>();
    private int repeatedHandshakeKeys;
    private int seenMaskingKeys;

    synchronized void addHandshakeKey(String key) {
        if (!handshakeKeys.add(key)) {
            repeatedHandshakeKeys++;
        }
    }

    synchronized void addMaskingKeys(List<Integer> keys) {
        maskingKeys.addAll(keys);
        seenMaskingKeys += keys.size();
    }

    /** How many connections had the key of an earlier one. */
    synchronized int repeatedHandshakeKeys() {
        return repeatedHandshakeKeys;
    }

    /** How many frames were masked on connections that are done with. */
    synchronized int maskedFrames() {
        return seenMaskingKeys;
    }

    synchronized int distinctMaskingKeys() {
        return maskingKeys.size();
    }
}
