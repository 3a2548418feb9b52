package dev.parley.topics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A server with one topic and a network to it, on one thread with a clock of its own, by a seed: connections that break at any message in
 * either direction, messages that a node forgets to send, answers that say "not now", logs that begin anew. One client.
 */
final class SimulatedServer implements Line {
    private record Event(long at, long order, Runnable task) {}

    private record Entry(String id, String data) {}

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private long now;
    private long order;

    Exchange client;
    boolean trouble = true;

    // ---- the log ----

    private String epoch = "e0";
    private int epochs;
    private final List<Entry> log = new ArrayList<>();
    private final Map<String, Long> ids = new LinkedHashMap<>();
    /** Acknowledged, and not lost since. */
    final Map<String, Long> acked = new LinkedHashMap<>();

    // ---- the connection ----

    private int connection;
    private boolean open;
    private boolean subscribed;
    private long sent;
    /** What is on its way, in order. */
    private final Deque<String> toClient = new ArrayDeque<>();

    private final Deque<String> toServer = new ArrayDeque<>();

    SimulatedServer(long seed) {
        random = new Random(seed);
        after(1, this::connect);
        after(1, this::misbehave);
    }

    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at <= end) {
            Event next = events.remove();
            now = next.at;
            next.task.run();
        }
        now = end;
    }

    String epoch() {
        return epoch;
    }

    List<String> all() {
        return log.stream().map(Entry::data).toList();
    }

    // ---- the client's line ----

    @Override
    public void send(String text) {
        if (open) {
            toServer.add(text);
            int on = connection;
            after(random.nextInt(1, 20), () -> {
                if (on == connection && open && !toServer.isEmpty()) {
                    obey(Said.read(toServer.remove()));
                }
            });
        }
    }

    @Override
    public void drop() {
        cut();
    }

    @Override
    public void after(long millis, Runnable task) {
        events.add(new Event(now + millis, order++, task));
    }

    // ---- the network ----

    private void connect() {
        connection++;
        open = true;
        subscribed = false;
        toClient.clear();
        toServer.clear();
        say(
                "{\"type\":\"welcome\",\"client\":\"c\",\"user\":\"u\",\"durability\":\"memory\",\"maxPayloadBytes\":1000}");
    }

    private void cut() {
        if (open) {
            open = false;
            connection++;
            client.disconnected();
            after(random.nextInt(1, 50), this::connect);
        }
    }

    private void say(String text) {
        toClient.add(text);
        int on = connection;
        after(random.nextInt(1, 20), () -> {
            if (on == connection && open && !toClient.isEmpty()) {
                client.receive(toClient.remove());
            }
        });
    }

    private void misbehave() {
        if (!trouble) {
            return;
        }
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> cut();
            case 3 -> sent++; // one is forgotten
            case 4 -> {
                if (random.nextInt(8) == 0) {
                    beginAnew();
                }
            }
            case 5 -> append("other" + order, "\"somebody else " + order + "\"");
            default -> {}
        }
        after(random.nextInt(1, 60), this::misbehave);
    }

    private void beginAnew() {
        epoch = "e" + ++epochs;
        log.clear();
        ids.clear();
        acked.clear();
        sent = 0;
        if (open && subscribed) {
            say("{\"type\":\"lost\",\"topic\":\"t\",\"epoch\":\"" + epoch
                    + "\",\"offset\":0,\"reason\":\"epoch_changed\"}");
        }
    }

    // ---- the server ----

    private void obey(Said said) {
        long ref = said.number("ref");
        if (trouble && !said.text("type").equals("ping") && random.nextInt(15) == 0) {
            say("{\"type\":\"error\",\"ref\":" + ref
                    + ",\"code\":\"unavailable\",\"then\":\"retry\",\"message\":\"not now\"}");
            if (random.nextBoolean() || !said.text("type").equals("publish")) {
                return;
            }
            append(said.text("id"), data(said)); // done all the same
            return;
        }
        switch (said.text("type")) {
            case "subscribe" -> subscribe(ref, said);
            case "publish" -> {
                boolean again = ids.containsKey(said.text("id"));
                long offset = append(said.text("id"), data(said));
                acked.put(said.text("id"), offset);
                say("{\"type\":\"ack\",\"ref\":" + ref + ",\"topic\":\"t\",\"id\":\"" + said.text("id")
                        + "\",\"epoch\":\"" + epoch + "\",\"offset\":" + offset
                        + ",\"durability\":\"memory\",\"again\":" + again + "}");
            }
            case "ping" ->
                say("{\"type\":\"pong\",\"ref\":" + ref + ",\"heads\":{"
                        + (subscribed ? "\"t\":{\"epoch\":\"" + epoch + "\",\"offset\":" + sent + "}" : "") + "}}");
            default -> throw new AssertionError("The client said " + said);
        }
    }

    private static String data(Said said) {
        return ((Payload) said.fields().get("data")).json();
    }

    private void subscribe(long ref, Said said) {
        if (subscribed) {
            throw new AssertionError("It subscribes twice on one connection.");
        }
        subscribed = true;
        boolean recovered = said.text("epoch").equals(epoch) && said.number("offset") <= log.size();
        sent = recovered ? said.number("offset") : log.size();
        say("{\"type\":\"subscribed\",\"ref\":" + ref + ",\"topic\":\"t\",\"epoch\":\"" + epoch + "\",\"offset\":"
                + sent + ",\"recovered\":" + recovered + ",\"reason\":\"epoch_changed\"}");
        deliver();
    }

    private long append(String id, String data) {
        Long there = ids.get(id);
        if (there != null) {
            return there;
        }
        log.add(new Entry(id, data));
        ids.put(id, (long) log.size());
        deliver();
        return log.size();
    }

    private void deliver() {
        while (open && subscribed && sent < log.size()) {
            Entry entry = log.get((int) sent);
            sent++;
            say("{\"type\":\"message\",\"topic\":\"t\",\"offset\":" + sent + ",\"from\":\"u\",\"id\":\"" + entry.id
                    + "\",\"time\":0,\"data\":" + entry.data + "}");
        }
    }
}
