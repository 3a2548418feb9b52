package dev.parley.proofs.peers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server of others is to do besides sending messages back; it is told by the environment of its process, in Java and in
 * scripts. Immutable.
 *
 * @param compressed whether it agrees to permessage-deflate
 * @param toAll whether a message goes to everybody who is connected, instead of back
 * @param identity the beginning of the names of two PEM files, {@code .pem} and {@code .key}, for wss; null for ws
 */
public record Setup(
        boolean compressed, boolean toAll, @Nullable Path identity) {
    /** Messages come back; what is not said is agreed to, as for the probe. */
    public static final Setup DEFAULT = new Setup(true, false, null);

    private static final String COMPRESSED = "PEER_COMPRESSED";
    private static final String TO_ALL = "PEER_TO_ALL";
    private static final String IDENTITY = "PEER_IDENTITY";

    public static Setup ofThisProcess() {
        Map<String, String> environment = System.getenv();
        String identity = environment.get(IDENTITY);
        return new Setup(
                !"no".equals(environment.get(COMPRESSED)),
                "yes".equals(environment.get(TO_ALL)),
                identity == null ? null : Path.of(identity));
    }

    /** For the process of the server. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(COMPRESSED, compressed ? "yes" : "no");
        environment.put(TO_ALL, toAll ? "yes" : "no");
        if (identity != null) {
            environment.put(IDENTITY, identity.toString());
        }
        return environment;
    }

    public boolean isSecure() {
        return identity != null;
    }

    public Setup withCompressed(boolean compressed) {
        return new Setup(compressed, toAll, identity);
    }

    public Setup withToAll() {
        return new Setup(compressed, true, identity);
    }

    public Setup withIdentity(Path identity) {
        return new Setup(compressed, toAll, identity);
    }
}
