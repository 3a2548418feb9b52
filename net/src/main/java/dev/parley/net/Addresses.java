package dev.parley.net;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The order in which the addresses of a host are tried (RFC 8305 §4). Stateless. */
final class Addresses {
    /** A name has a handful of addresses; one that has hundreds is not to make hundreds of sockets of ours. */
    static final int MAX_TRIED = 16;

    private Addresses() {}

    /**
     * IPv6 and IPv4 in turn, beginning with the family of the first: where one of the two leads nowhere, the second attempt
     * is with the other. Each family keeps its order, which is the platform's.
     */
    static List<InetAddress> interleaved(List<InetAddress> found) {
        Queue<InetAddress> first = new ArrayDeque<>();
        Queue<InetAddress> other = new ArrayDeque<>();
        for (InetAddress address : found) {
            (address.getClass() == found.get(0).getClass() ? first : other).add(address);
        }
        List<InetAddress> tried = new ArrayList<>();
        while (tried.size() < MAX_TRIED && !(first.isEmpty() && other.isEmpty())) {
            boolean firstsTurn = other.isEmpty() || !first.isEmpty() && tried.size() % 2 == 0;
            tried.add((firstsTurn ? first : other).remove());
        }
        return tried;
    }
}
