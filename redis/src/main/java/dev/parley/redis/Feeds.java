package dev.parley.redis;

import dev.parley.pubsub.Feed;
import dev.parley.pubsub.Following;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who follows what at this node, and the news for them, which come on one connection. Whenever a channel is subscribed to, at first
 * or again, what was said before may have been missed: who follows it is told to look. Any thread.
 */
final class Feeds extends RedisPubSubAdapter<String, byte[]> {
    /** So many topics are looked at at once when Redis is back, then there is a pause: a node has many, and is not alone. */
    private static final int BATCH = 500;

    private static final long MIN_PAUSE_MILLIS = 25;
    private static final long MAX_PAUSE_MILLIS = 75;

    private final Links links;
    private final Map<String, List<Feed>> feeds = new ConcurrentHashMap<>();

    Feeds(Links links) {
        this.links = links;
    }

    Following follow(String channel, Feed feed) {
        feeds.compute(channel, (same, there) -> {
            List<Feed> here = there == null ? new CopyOnWriteArrayList<>() : there;
            here.add(feed);
            Link link = links.now();
            if (there == null && link != null) {
                subscribe(link, channel);
            }
            return here;
        });
        feed.onDoubt();
        return () -> feeds.computeIfPresent(channel, (same, here) -> {
            here.remove(feed);
            if (!here.isEmpty()) {
                return here;
            }
            Link link = links.now();
            if (link != null) {
                link.unsubscribe(channel);
            }
            return null;
        });
    }

    /** Has a new link tell all that is followed. */
    void attach(Link link) {
        attach(link, List.copyOf(feeds.keySet()), 0);
    }

    private void attach(Link link, List<String> channels, int from) {
        int to = Math.min(channels.size(), from + BATCH);
        channels.subList(from, to).forEach(channel -> subscribeIfFollowed(link, channel));
        if (to < channels.size() && links.now() == link) {
            links.after(pause(), () -> attach(link, channels, to));
        }
    }

    private void subscribeIfFollowed(Link link, String channel) {
        feeds.computeIfPresent(channel, (same, here) -> {
            subscribe(link, channel);
            return here;
        });
    }

    private void subscribe(Link link, String channel) {
        link.subscribe(channel).whenComplete((done, failure) -> {
            if (failure != null && links.now() == link) {
                links.after(10 * pause(), () -> subscribeIfFollowed(link, channel));
            }
        });
    }

    private static long pause() {
        return ThreadLocalRandom.current().nextLong(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS + 1);
    }

    @Override
    public void smessage(String channel, byte[] news) {
        for (Feed feed : feeds.getOrDefault(channel, List.of())) {
            News.tell(news, feed);
        }
    }

    @Override
    public void ssubscribed(String channel, long count) {
        feeds.getOrDefault(channel, List.of()).forEach(Feed::onDoubt);
    }

    @Override
    public void sunsubscribed(String channel, long count) {
        // Not by us: its part of a cluster has moved.
        Link link = links.now();
        if (feeds.containsKey(channel) && link != null) {
            links.after(pause(), () -> subscribeIfFollowed(link, channel));
        }
    }
}
