package dev.parley.redis;

import dev.parley.client.WebSocket;
import dev.parley.redis.Witness.Name;
import dev.parley.redis.Witness.Place;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does what the page on the wire says that a client does to lose nothing, at nodes that come and go, and believes nobody. */
final class Client {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How long it waits before it says what was not acknowledged once more. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    /** A server takes so many at once, and more. */
    private static final int WINDOW = 32;

    private final String user;
    private final List<Integer> ports;
    private final Witness witness;
    private final ScheduledExecutorService timer;
    private final Random random;
    /** The place after which each topic goes on; an empty epoch before the first answer. */
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** By which number a topic was asked for, on this connection. */
    private final Map<String, Long> joined = new LinkedHashMap<>();

    private final Map<Name, String> outbox = new LinkedHashMap<>();
    private WebSocket socket;
    private int generation;
    private boolean welcome;
    private boolean ended;
    private long heard;
    private int count;
    private int failures;
    private long toldLast;
    private long refs = 2;

    Client(
            String user,
            List<Integer> ports,
            List<String> topics,
            Witness witness,
            ScheduledExecutorService timer,
            long seed) {
        this.user = user;
        this.ports = ports;
        this.witness = witness;
        this.timer = timer;
        this.random = new Random(seed);
        topics.forEach(topic -> places.put(topic, new Place(topic, "", 0)));
    }

    synchronized void connect() {
        if (ended) {
            return;
        }
        int mine = ++generation;
        welcome = false;
        heard = System.nanoTime();
        joined.clear();
        socket = new WebSocket(
                "ws://127.0.0.1:" + ports.get(random.nextInt(ports.size())) + "/topics?" + user, "parley.v1");
        socket.onmessage(event -> receive(mine, (String) event.data()));
        socket.onclose(event -> lost(mine));
        watch(mine);
    }

    private synchronized void lost(int which) {
        if (which == generation && !ended) {
            generation++;
            socket.close();
            failures++;
            timer.schedule(this::connect, random.nextInt(100 * Math.min(5, failures)), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void watch(int which) {
        if (which != generation || ended) {
            return;
        }
        if (System.nanoTime() - heard > SILENCE_NANOS) {
            lost(which);
            return;
        }
        if (welcome) {
            socket.send("{\"type\":\"ping\",\"ref\":1}");
            joinAll();
            if (System.nanoTime() - toldLast > PATIENCE_NANOS) {
                sayAgain();
            }
        }
        timer.schedule(() -> watch(which), 300, TimeUnit.MILLISECONDS);
    }

    private void joinAll() {
        places.forEach((topic, place) -> {
            if (!joined.containsKey(topic)) {
                joined.put(topic, refs);
                String resume = place.epoch().isEmpty()
                        ? ""
                        : ",\"epoch\":\"" + place.epoch() + "\",\"offset\":" + place.offset();
                socket.send(
                        "{\"type\":\"subscribe\",\"ref\":" + refs++ + ",\"topic\":\"" + topic + "\"" + resume + "}");
            }
        });
    }

    /** Publishes something in one of its topics. */
    synchronized void publish() {
        List<String> topics = List.copyOf(places.keySet());
        String topic = topics.get(random.nextInt(topics.size()));
        Name name = new Name(topic, user, "m" + count++);
        witness.published(name);
        String command = "{\"type\":\"publish\",\"topic\":\"" + topic + "\",\"id\":\"" + name.id() + "\",\"data\":\""
                + user + " " + name.id() + " " + topic + "\"}";
        outbox.put(name, command);
        if (welcome && outbox.size() < WINDOW) {
            toldLast = System.nanoTime();
            socket.send(command);
        }
    }

    private synchronized void receive(int from, String text) {
        if (from != generation || ended) {
            return;
        }
        heard = System.nanoTime();
        Map<String, Object> said = Json.object(text.getBytes(StandardCharsets.UTF_8));
        String topic = (String) said.getOrDefault("topic", "");
        switch ((String) said.get("type")) {
            case "welcome" -> {
                welcome = true;
                failures = 0;
                joinAll();
                sayAgain();
            }
            case "subscribed" -> subscribed(topic, said);
            case "message" -> message(topic, said);
            case "lost" -> {
                witness.losses.incrementAndGet();
                places.put(topic, place(topic, said));
            }
            case "ack" -> {
                Name name = new Name(topic, user, (String) said.get("id"));
                outbox.remove(name);
                if (outbox.size() >= WINDOW) {
                    outbox.values().stream().skip(WINDOW - 1).limit(1).forEach(socket::send);
                }
                witness.acked(name, place(topic, said), (String) said.get("durability"));
            }
            case "error" -> error(said);
            default -> {}
        }
    }

    private void subscribed(String topic, Map<String, Object> said) {
        Place before = places.get(topic);
        Place now = place(topic, said);
        if (!before.epoch().isEmpty()) {
            if (Boolean.TRUE.equals(said.get("recovered"))) {
                witness.recovered.incrementAndGet();
                if (!now.equals(before)) {
                    witness.violation(user + " was at " + before + " and recovered at " + now);
                }
            } else if (said.containsKey("reason")) {
                witness.losses.incrementAndGet();
            } else {
                witness.violation(user + " did not recover in " + topic + ", and was not told why");
            }
        }
        places.put(topic, now);
    }

    private void message(String topic, Map<String, Object> said) {
        Place before = places.get(topic);
        long offset = (long) said.get("offset");
        if (offset <= before.offset()) {
            witness.twice.incrementAndGet();
            return;
        }
        if (offset != before.offset() + 1) {
            witness.violation(user + " was at " + before + " and was given " + offset);
        }
        Place now = new Place(topic, before.epoch(), offset);
        Name name = new Name(topic, (String) said.get("from"), (String) said.get("id"));
        if (!said.get("data").equals(name.from() + " " + name.id() + " " + topic)) {
            witness.violation(name + " says " + said.get("data"));
        }
        witness.delivered(name, now);
        places.put(topic, now);
    }

    private void error(Map<String, Object> said) {
        witness.refused.incrementAndGet();
        if (said.get("then").equals("reconnect")) {
            lost(generation);
        } else if (said.get("then").equals("retry")) {
            // A publication that is not acknowledged is said again by and by.
            joined.values().removeIf(ref -> said.containsKey("ref") && ref == (long) said.get("ref"));
        } else {
            witness.violation(user + " was told " + said);
        }
    }

    private void sayAgain() {
        toldLast = System.nanoTime();
        outbox.values().stream().limit(WINDOW).forEach(socket::send);
    }

    private static Place place(String topic, Map<String, Object> said) {
        return new Place(topic, (String) said.get("epoch"), (long) said.get("offset"));
    }

    /** Why it is not where it should be, or nothing. */
    synchronized String behind(Map<String, Place> heads) {
        if (!outbox.isEmpty()) {
            return user + " waits for " + outbox.size() + " acknowledgements";
        }
        for (Place place : places.values()) {
            if (!place.equals(heads.get(place.topic()))) {
                return user + " is at " + place + " and not at " + heads.get(place.topic());
            }
        }
        return "";
    }

    synchronized void end() {
        ended = true;
        if (socket != null) {
            socket.close();
        }
    }
}
