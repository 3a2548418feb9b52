package dev.parley.redis;

import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Redis is. Immutable.
 *
 * @param kind what is there
 * @param uris of the server; of the sentinels, as one; of some servers of the cluster
 * @param shown as people may see it: without user and password
 */
record RedisAddress(Kind kind, List<RedisURI> uris, String shown) {
    enum Kind {
        SERVER,
        SENTINEL,
        CLUSTER
    }

    /**
     * Understands {@code redis://}, {@code rediss://}, {@code redis-socket://}, {@code redis-sentinel://a,b,c/0#name},
     * {@code rediss-sentinel://}, {@code redis-cluster://a,b,c} and {@code rediss-cluster://}.
     *
     * @throws IllegalArgumentException if it is no such address; the message does not repeat it, for a password may be in it
     */
    static RedisAddress parse(String text) {
        String scheme = text.substring(0, Math.max(0, text.indexOf("://")));
        try {
            return switch (scheme) {
                case "redis", "rediss", "redis-socket" -> of(Kind.SERVER, RedisURI.create(text), text);
                case "redis-sentinel", "rediss-sentinel" -> of(Kind.SENTINEL, RedisURI.create(text), text);
                case "redis-cluster", "rediss-cluster" -> cluster(scheme, text);
                default -> throw new IllegalArgumentException("unknown scheme");
            };
        } catch (RuntimeException e) {
            // What went wrong would repeat the text.
            throw new IllegalArgumentException("An address of Redis is redis://HOST:PORT, rediss:// with TLS,"
                    + " redis-sentinel://HOST:PORT,HOST:PORT/0#NAME or redis-cluster://HOST:PORT,HOST:PORT;"
                    + " with USER:PASSWORD@ before the hosts.");
        }
    }

    private static RedisAddress of(Kind kind, RedisURI uri, String text) {
        return new RedisAddress(kind, List.of(uri), shown(text));
    }

    private static RedisAddress cluster(String scheme, String text) {
        String rest = text.substring(scheme.length() + 3);
        int at = rest.lastIndexOf('@');
        String who = rest.substring(0, at + 1);
        List<RedisURI> uris = new ArrayList<>();
        for (String host : rest.substring(at + 1).split(",")) {
            uris.add(RedisURI.create(scheme.replace("-cluster", "") + "://" + who + host));
        }
        return new RedisAddress(Kind.CLUSTER, List.copyOf(uris), shown(text));
    }

    private static String shown(String text) {
        int scheme = text.indexOf("://") + 3;
        String rest = text.substring(Math.max(scheme, text.lastIndexOf('@') + 1));
        int query = rest.indexOf('?');
        return text.substring(0, scheme) + (query < 0 ? rest : rest.substring(0, query));
    }

    @Override
    public String toString() {
        return shown;
    }
}
