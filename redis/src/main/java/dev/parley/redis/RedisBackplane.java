package dev.parley.redis;

import dev.parley.pubsub.Backplane;
import dev.parley.pubsub.Feed;
import dev.parley.pubsub.Following;
import dev.parley.pubsub.Log;
import dev.parley.pubsub.Member;
import dev.parley.pubsub.TopicName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The log, the news and the presence of topics in Redis, 7.0 or newer, for all nodes of a service. Any thread; no method blocks but
 * {@link #await}.
 *
 * <p>While Redis is away everything is refused as {@link dev.parley.pubsub.Refusal#UNAVAILABLE}; it is looked for all the time. When
 * it has lost something, or may have, topics have new epochs.
 *
 * <pre>{@code
 * RedisBackplane backplane = RedisBackplane.open("redis://127.0.0.1:6379", RedisOptions.DEFAULT);
 * Topics topics = Topics.start(TopicsOptions.DEFAULT, backplane, Permissions.ALL);
 * }</pre>
 */
public final class RedisBackplane implements Backplane {
    /** More of them are told in several steps: Redis does nothing else meanwhile. */
    private static final int MEMBERS = 1_000;

    private final RedisAddress address;
    private final RedisOptions options;
    private final Keys keys;
    private final Links links;
    private final RedisLog log;

    private RedisBackplane(RedisAddress address, RedisOptions options) {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        String node = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        this.address = address;
        this.options = options;
        this.keys = new Keys(options.prefix());
        this.links = new Links(address, options, node);
        this.log = new RedisLog(links, options, node);
    }

    /**
     * Begins to look for Redis, and goes on until it is closed.
     *
     * @param address {@code redis://HOST:PORT}, {@code rediss://} with TLS, {@code redis-sentinel://HOST:PORT,HOST:PORT/0#NAME},
     *     {@code redis-cluster://HOST:PORT,HOST:PORT}; with {@code USER:PASSWORD@} before the hosts
     * @throws IllegalArgumentException if it is no such address
     */
    public static RedisBackplane open(String address, RedisOptions options) {
        return new RedisBackplane(RedisAddress.parse(address), options);
    }

    /** Waits until Redis was there once; false if that takes longer. */
    public boolean await(Duration longest) throws InterruptedException {
        return links.awaitFirst(longest.toMillis());
    }

    /** Whether Redis is there, and what an acknowledgement means; in words, for a person. Without user and password. */
    public String status() {
        Link link = links.now();
        return link == null
                ? "away: " + links.why()
                : address + ": " + link.server().words();
    }

    /** Whether Redis is there now. */
    public boolean isUp() {
        return links.now() != null;
    }

    /** How many nodes use this Redis for the same service, this one among them; 0 before that is known. */
    public int nodes() {
        return (int) links.nodes();
    }

    @Override
    public Log log() {
        return log;
    }

    @Override
    public Following follow(TopicName topic, Feed feed) {
        return links.feeds().follow(keys.channel(topic), feed);
    }

    @Override
    public CompletionStage<Boolean> announce(
            TopicName topic, String node, Collection<Member> came, Collection<Member> left) {
        Link link = links.now();
        if (link == null) {
            return links.away();
        }
        List<Member> comers = List.copyOf(came);
        List<Member> leavers = List.copyOf(left);
        CompletionStage<Boolean> known = null;
        int c = 0;
        int l = 0;
        do {
            int moreCame = Math.min(MEMBERS, comers.size() - c);
            int moreLeft = Math.min(MEMBERS, leavers.size() - l);
            CompletionStage<Boolean> said =
                    announce(link, topic, node, comers.subList(c, c + moreCame), leavers.subList(l, l + moreLeft));
            known = known == null ? said : known.thenCombine(said, (first, other) -> first);
            c += moreCame;
            l += moreLeft;
        } while (c < comers.size() || l < leavers.size());
        return known;
    }

    private CompletionStage<Boolean> announce(
            Link link, TopicName topic, String node, List<Member> came, List<Member> left) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(node);
        arguments.add(options.presenceExpiry().toMillis());
        arguments.add(keys.channel(topic));
        arguments.add(came.size());
        came.forEach(member -> {
            arguments.add(member.client());
            arguments.add(member.user());
        });
        left.forEach(member -> arguments.add(member.client()));
        return link.call(Script.ANNOUNCE, keys.presence(topic), Arguments.of(arguments))
                .thenApply(said -> News.number(said.get(0)) == 1);
    }

    @Override
    public CompletionStage<List<Member>> members(TopicName topic) {
        Link link = links.now();
        if (link == null) {
            return links.away();
        }
        return link.call(Script.MEMBERS, keys.presence(topic)).thenApply(said -> {
            List<Member> members = new ArrayList<>();
            for (int i = 0; i + 1 < said.size(); i += 2) {
                members.add(new Member(News.text(said.get(i)), News.text(said.get(i + 1))));
            }
            return members;
        });
    }

    @Override
    public void close() {
        links.close();
    }
}
