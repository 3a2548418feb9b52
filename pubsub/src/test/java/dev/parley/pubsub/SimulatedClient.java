package dev.parley.pubsub;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client as it should be: notes where it has got to, resumes there, and says again what was not acknowledged. It believes nothing. */
final class SimulatedClient {
    private static final long PING = 1_500;
    private static final long PATIENCE = 4_000;

    /** Where it is in one topic. */
    private static final class Place {
        @Nullable
        Position position;

        boolean joined;
    }

    private record Waiting(String topic, String id, Object data) {}

    private final World world;
    private final Recorder recorder;
    private final List<SimulatedNode> nodes;
    final String user;

    /** Where it wants to be. */
    private final Map<String, Place> places = new LinkedHashMap<>();
    /** Where it was told that it is not any more. */
    private final Set<String> gone = new HashSet<>();
    /** Where it has said that it leaves, and was not told yet that it has left. */
    private final Set<String> leaving = new HashSet<>();

    private final Map<String, Waiting> outbox = new LinkedHashMap<>();
    private final Map<Long, Runnable> onError = new HashMap<>();
    private final Map<Long, String> asked = new HashMap<>();
    private @Nullable SimulatedSocket socket;
    private boolean welcomed;
    private long heard;
    private long ref;
    private int said;

    SimulatedClient(World world, Recorder recorder, List<SimulatedNode> nodes, String user) {
        this.world = world;
        this.recorder = recorder;
        this.nodes = nodes;
        this.user = user;
        world.after(world.between(1, 100), this::connect);
        world.after(PING, this::ping);
    }

    // ---- what it wants ----

    void join(String topic) {
        if (places.putIfAbsent(topic, new Place()) == null && welcomed) {
            subscribe(topic);
        }
    }

    void leave(String topic) {
        Place place = places.remove(topic);
        if (place != null && place.joined && welcomed) {
            leaving.add(topic);
            say("unsubscribe", "\"topic\":\"" + topic + "\"", null);
        } else if (place != null) {
            // It was never in, or is on its way in: it cannot take that back on this connection.
            reconnect();
        }
    }

    void publish() {
        if (places.isEmpty()) {
            return;
        }
        List<String> topics = List.copyOf(places.keySet());
        String topic = topics.get(world.random.nextInt(topics.size()));
        String id = Integer.toString(++said);
        String data = user + " says " + said;
        recorder.published(topic, user, id, data);
        Waiting message = new Waiting(topic, id, data);
        outbox.put(id, message);
        send(message);
    }

    Set<String> topics() {
        return places.keySet();
    }

    @Nullable
    SimulatedSocket socket() {
        return socket;
    }

    /** Why it has not got to where it should be; empty if it has. */
    String notThere(Map<String, Position> heads) {
        if (!welcomed) {
            return user + " is not connected";
        }
        if (!outbox.isEmpty()) {
            return user + " waits for " + outbox.size() + " acknowledgements";
        }
        for (Map.Entry<String, Place> each : places.entrySet()) {
            Place place = each.getValue();
            Position head = heads.get(each.getKey());
            if (!place.joined || head != null && !head.equals(place.position)) {
                return user + " is at " + place.position + " of " + each.getKey() + ", joined " + place.joined
                        + ", and the head is " + head;
            }
        }
        return "";
    }

    // ---- the connection ----

    private void connect() {
        SimulatedNode node = nodes.get(world.random.nextInt(nodes.size()));
        if (!node.isUp()) {
            world.after(world.between(50, 400), this::connect);
            return;
        }
        SimulatedSocket made = new SimulatedSocket(world, this, node);
        socket = made;
        heard = world.now();
        node.accept(made, user);
    }

    void disconnected(SimulatedSocket from) {
        if (from == socket) {
            lost();
        }
    }

    private void reconnect() {
        if (socket != null) {
            socket.abandon();
            lost();
        }
    }

    private void lost() {
        socket = null;
        welcomed = false;
        onError.clear();
        asked.clear();
        gone.clear();
        leaving.clear();
        places.values().forEach(place -> place.joined = false);
        world.after(world.between(20, 300), this::connect);
    }

    private void ping() {
        world.after(PING, this::ping);
        if (socket != null && world.now() - heard > PATIENCE) {
            reconnect();
        } else if (welcomed) {
            say("ping", null, null);
        }
    }

    // ---- what it says ----

    private void subscribe(String topic) {
        Place place = places.get(topic);
        if (place == null || place.joined) {
            return;
        }
        String resume = place.position == null
                ? ""
                : ",\"epoch\":\"" + place.position.epoch() + "\",\"offset\":" + place.position.offset();
        say(
                "subscribe",
                "\"topic\":\"" + topic + "\",\"history\":3,\"presence\":" + world.chance(0.3) + resume,
                () -> subscribe(topic));
    }

    private void send(Waiting message) {
        if (welcomed && outbox.containsKey(message.id)) {
            say(
                    "publish",
                    "\"topic\":\"" + message.topic + "\",\"id\":\"" + message.id + "\",\"data\":\"" + message.data
                            + "\"",
                    () -> send(message));
            SimulatedSocket on = socket;
            world.after(PATIENCE, () -> {
                if (socket == on) {
                    send(message);
                }
            });
        }
    }

    /** @param again what to do, later, when it is refused for now */
    private void say(String type, @Nullable String fields, @Nullable Runnable again) {
        long number = ++ref;
        if (again != null) {
            onError.put(number, again);
        }
        asked.put(number, type);
        socket.say("{\"type\":\"" + type + "\",\"ref\":" + number + (fields == null ? "" : "," + fields) + "}");
    }

    // ---- what it hears ----

    void receive(SimulatedSocket from, byte[] utf8) {
        if (from != socket) {
            return;
        }
        heard = world.now();
        Map<String, Object> heardNow = Json.object(utf8);
        String topic = (String) heardNow.getOrDefault("topic", "");
        switch ((String) heardNow.get("type")) {
            case "welcome" -> {
                welcomed = true;
                List.copyOf(places.keySet()).forEach(this::subscribe);
                List.copyOf(outbox.values()).forEach(this::send);
            }
            case "subscribed" -> subscribed(topic, heardNow);
            case "unsubscribed" -> {
                leaving.remove(topic);
                gone.add(topic);
            }
            case "message" -> message(topic, heardNow);
            case "lost" -> {
                recorder.losses++;
                if (places.containsKey(topic) && !leaving.contains(topic)) {
                    places.get(topic).position = position(heardNow);
                }
            }
            case "ack" -> {
                recorder.acked(topic, user, (String) heardNow.get("id"), position(heardNow));
                outbox.remove((String) heardNow.get("id"));
            }
            case "pong" -> pong(heardNow);
            case "error" -> error(heardNow);
            default -> {}
        }
    }

    private void subscribed(String topic, Map<String, Object> heardNow) {
        Place place = places.get(topic);
        if (place == null) {
            return; // it has left meanwhile, and reconnected for that
        }
        Position position = position(heardNow);
        if (heardNow.get("recovered").equals(true)) {
            recorder.recoveries++;
            if (!position.equals(place.position)) {
                throw new Violation(4, user + " was at " + place.position + " and recovered at " + position);
            }
        } else if (place.position != null) {
            recorder.losses++;
            if (!heardNow.containsKey("reason")) {
                throw new Violation(4, user + " was not told why it is not recovered");
            }
        }
        place.position = position;
        place.joined = true;
        gone.remove(topic);
    }

    private void message(String topic, Map<String, Object> heardNow) {
        if (gone.contains(topic)) {
            throw new Violation(9, user + " hears of " + topic + ", which it has left");
        }
        Place place = places.get(topic);
        if (place == null || leaving.contains(topic)) {
            return; // it is on its way out
        }
        long offset = (Long) heardNow.get("offset");
        if (!place.joined || place.position == null) {
            throw new Violation(4, user + " hears of " + topic + " before it is in");
        }
        if (offset <= place.position.offset()) {
            throw new Violation(3, user + " was at " + place.position + " and was sent " + offset);
        }
        if (offset > place.position.offset() + 1) {
            throw new Violation(4, user + " was at " + place.position + " and was sent " + offset);
        }
        place.position = new Position(place.position.epoch(), offset);
        recorder.delivered(
                topic,
                place.position,
                new Recorder.Said(
                        (String) heardNow.get("from"),
                        (String) heardNow.get("id"),
                        (Long) heardNow.get("time"),
                        heardNow.get("data")));
    }

    @SuppressWarnings("unchecked")
    private void pong(Map<String, Object> heardNow) {
        ((Map<String, Map<String, Object>>) heardNow.get("heads")).forEach((topic, head) -> {
            Place place = places.get(topic);
            if (place != null && place.joined && !position(head).equals(place.position)) {
                throw new Violation(4, user + " is at " + place.position + " and was sent up to " + head);
            }
        });
    }

    private void error(Map<String, Object> heardNow) {
        Runnable again = onError.remove((Long) heardNow.get("ref"));
        if (!"retry".equals(heardNow.get("then"))) {
            if (!"conflict".equals(heardNow.get("code"))) {
                throw new Violation(0, user + " was told " + heardNow);
            }
            return;
        }
        SimulatedSocket on = socket;
        if (again != null) {
            world.after(world.between(100, 400), () -> {
                if (socket == on) {
                    again.run();
                }
            });
        }
    }

    private static Position position(Map<String, Object> heard) {
        return new Position((String) heard.get("epoch"), (Long) heard.get("offset"));
    }
}
