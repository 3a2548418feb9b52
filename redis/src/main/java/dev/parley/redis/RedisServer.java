package dev.parley.redis;

import dev.parley.pubsub.Durability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The server at the other end, and what its settings promise. Immutable.
 *
 * @param version such as {@code 7.0.15}
 * @param run names this process of it; empty if it may be any of many
 * @param master whether it takes writes
 * @param doubts why what was acknowledged may be lost when it restarts or another one takes its place; none if it is on its disk
 *     before it is acknowledged, or told of
 */
record RedisServer(String version, String run, boolean master, List<String> doubts) {
    /** Sharded pub/sub and scripts that are forgotten with the process came with it. */
    static final int OLDEST = 7;

    RedisServer {
        doubts = List.copyOf(doubts);
    }

    /**
     * Judges a single server.
     *
     * @param info what INFO says
     * @param config what CONFIG GET says; empty if we may not know
     */
    static RedisServer of(RedisAddress.Kind kind, String info, Map<String, String> config) {
        Map<String, String> said = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                said.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        List<String> doubts = new ArrayList<>();
        if (kind != RedisAddress.Kind.SERVER
                || !said.getOrDefault("redis_mode", "").equals("standalone")) {
            doubts.add("a replica may take its place, which is behind");
        } else if (!said.getOrDefault("connected_slaves", "").equals("0")
                || !said.getOrDefault("master_replid2", "").matches("0+")) {
            doubts.add("it has, or was, a replica, which is behind");
        }
        if (config.isEmpty()) {
            doubts.add("CONFIG GET is not allowed, so nobody knows how it writes");
        } else if (!config.getOrDefault("appendonly", "").equals("yes")) {
            doubts.add("appendonly is off");
        } else if (!config.getOrDefault("appendfsync", "").equals("always")) {
            doubts.add("appendfsync is not always");
        }
        if (!config.getOrDefault("maxmemory", "0").equals("0")
                && !config.getOrDefault("maxmemory-policy", "").equals("noeviction")) {
            doubts.add("maxmemory-policy lets it forget");
        }
        return new RedisServer(
                said.getOrDefault("redis_version", "0"),
                kind == RedisAddress.Kind.CLUSTER ? "" : said.getOrDefault("run_id", ""),
                said.getOrDefault("role", "").equals("master"),
                doubts);
    }

    boolean isTooOld() {
        String major = version.replaceFirst("\\..*", "");
        return !major.matches("\\d{1,6}") || Integer.parseInt(major) < OLDEST;
    }

    /** What an acknowledged message survives here. */
    Durability durability() {
        return doubts.isEmpty() ? Durability.POWER : Durability.MEMORY;
    }

    /** What it is, for a person. */
    String words() {
        return "Redis " + version + "; "
                + (doubts.isEmpty()
                        ? "what it acknowledges is on its disk, and survives a loss of power"
                        : "what it acknowledges may be lost with it, and is then told to be, since "
                                + String.join(", and ", doubts));
    }
}
