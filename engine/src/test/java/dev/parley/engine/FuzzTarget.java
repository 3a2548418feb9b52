package dev.parley.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of the engine together with what it promises whatever bytes it is given: the place where a fuzzer's bytes, or a
 * seed's, go in. Stateless.
 *
 * <p>The seeds are run by {@link FuzzSeedsTest} in every build; a fuzzer begins with them.
 */
interface FuzzTarget {
    /** Takes any bytes at all; throws if a promise is broken. */
    void take(byte[] input);

    /** Inputs that mean something, from which others are made. */
    List<byte[]> seeds();

    /** Every target by its name. */
    static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> targets = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            String to = "frames-to-" + role.name().toLowerCase(Locale.ROOT);
            targets.put(to, new FrameFuzz(role, Agreement.NONE));
            targets.put(to + "-deflated", new FrameFuzz(role, Deflated.ALONE));
            targets.put(to + "-deflated-with-context", new FrameFuzz(role, Deflated.WITH_CONTEXT));
        }
        targets.put("inflating", new InflateFuzz());
        targets.put("deflating", new DeflateFuzz());
        targets.put("server-handshake", new ServerHandshakeFuzz());
        targets.put("client-handshake", new ClientHandshakeFuzz());
        targets.put("header-lists", new HeaderListFuzz());
        targets.put("negotiation", new NegotiationFuzz());
        targets.put("two-engines", new PipeFuzz());
        return targets;
    }
}
