package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A day in the life of a service, in milliseconds: nodes, a broker and clients on one thread, with all that may go wrong; and whether
 * every promise was kept. All that happens follows from the seed.
 */
public final class Simulation {
    private static final long TROUBLE_UNTIL = 12_000;
    private static final long QUIET_UNTIL = TROUBLE_UNTIL + 30_000;
    private static final List<String> TOPICS = List.of("a", "b", "c");

    private final World world;
    private final Recorder recorder = new Recorder();
    private final SimulatedBroker broker;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private boolean trouble = true;
    private int faults;

    private Simulation(long seed) {
        world = new World(seed);
        broker = new SimulatedBroker(world, recorder, world.chance(0.3) ? 25 : 1_000);
        int howMany = world.between(1, 3);
        for (int i = 0; i < howMany; i++) {
            nodes.add(new SimulatedNode(world, broker));
        }
        howMany = world.between(2, 5);
        for (int i = 0; i < howMany; i++) {
            SimulatedClient client = new SimulatedClient(world, recorder, nodes, "user" + i);
            clients.add(client);
            TOPICS.stream().filter(topic -> world.chance(0.7)).forEach(client::join);
            say(client);
        }
        goWrong();
    }

    /**
     * Runs one.
     *
     * @return what went on
     * @throws RuntimeException if a promise was broken, which says how
     */
    public static String run(long seed) {
        return new Simulation(seed).run();
    }

    private String run() {
        world.runUntil(TROUBLE_UNTIL);
        trouble = false;
        heal();
        world.runUntil(QUIET_UNTIL);
        check();
        return faults + " faults, " + recorder.published() + " published, " + recorder.acked() + " acknowledged, "
                + recorder.delivered + " delivered, " + recorder.recoveries + " recoveries, " + recorder.losses
                + " losses told";
    }

    private void check() {
        recorder.checkAcked();
        Map<String, Position> heads = new HashMap<>();
        broker.heads(TOPICS.stream().map(TopicName::new).toList())
                .forEach((name, head) -> heads.put(name.text(), head));
        for (SimulatedClient client : clients) {
            String why = client.notThere(heads);
            if (!why.isEmpty()) {
                throw new Violation(8, why);
            }
        }
        checkPresence();
        // When all have left, nothing is kept.
        clients.forEach(client -> List.copyOf(client.topics()).forEach(client::leave));
        world.runUntil(QUIET_UNTIL + 15_000);
        for (SimulatedNode node : nodes) {
            if (node.topics() != 0) {
                throw new Violation(10, "a node keeps " + node.topics() + " topics that nobody is in");
            }
        }
    }

    private void checkPresence() {
        for (String topic : TOPICS) {
            List<String> there = clients.stream()
                    .filter(client -> client.topics().contains(topic))
                    .map(client -> client.user)
                    .sorted()
                    .toList();
            List<String> told = broker.members(new TopicName(topic)).stream()
                    .map(Member::user)
                    .sorted()
                    .toList();
            if (!there.equals(told)) {
                throw new Violation(0, "in " + topic + " are " + there + ", and told of are " + told);
            }
        }
    }

    // ---- what people do ----

    private void say(SimulatedClient client) {
        if (!trouble) {
            return;
        }
        world.after(world.between(20, 500), () -> {
            if (world.chance(0.03)) {
                for (int i = 0; i < 15; i++) {
                    client.publish(); // at once, more than is at hand
                }
            } else if (world.chance(0.9)) {
                client.publish();
            } else if (world.chance(0.5)) {
                client.join(pick(TOPICS));
            } else {
                client.leave(pick(TOPICS));
            }
            say(client);
        });
    }

    // ---- what goes wrong ----

    private void goWrong() {
        world.after(world.between(50, 1_800), () -> {
            if (trouble) {
                faults++;
                fault();
                goWrong();
            }
        });
    }

    private void fault() {
        SimulatedNode node = pick(nodes);
        SimulatedClient client = pick(clients);
        int duration = world.between(50, 4_000);
        switch (world.random.nextInt(12)) {
            case 0 -> killNode(node, duration);
            case 1 -> stopBroker(duration, true);
            case 2 -> stopBroker(duration, !world.chance(0.5));
            case 3 -> split(node, duration);
            case 4 -> loseNews(node, 0.3, 0, 5);
            case 5 -> loseNews(node, 0.02, 0.3, 60);
            case 6, 7 -> client(client, SimulatedSocket::breakNow);
            case 8 -> client(client, socket -> socket.deaf = true);
            case 9 -> client(client, socket -> socket.asleepUntil = world.now() + duration);
            case 10 -> broker.clock.jump(world.between(-3_600_000, 3_600_000));
            default -> {
                if (node.isUp()) {
                    node.clock().jump(world.between(-3_600_000, 3_600_000));
                }
            }
        }
    }

    private void killNode(SimulatedNode node, int duration) {
        if (node.isUp()) {
            node.kill();
            world.after(duration, () -> {
                if (!node.isUp()) {
                    node.start();
                }
            });
        }
    }

    private void stopBroker(int duration, boolean withData) {
        if (broker.up) {
            broker.stop();
            world.after(duration, () -> broker.start(withData));
        }
    }

    private void split(SimulatedNode node, int duration) {
        if (node.isUp()) {
            SimulatedBackplane backplane = node.backplane();
            backplane.split = true;
            world.after(duration, () -> backplane.split = false);
        }
    }

    private void loseNews(SimulatedNode node, double lost, double twice, int delay) {
        if (node.isUp()) {
            node.backplane().newsLost = lost;
            node.backplane().newsTwice = twice;
            node.backplane().newsDelay = delay;
        }
    }

    private void client(SimulatedClient client, Consumer<SimulatedSocket> what) {
        SimulatedSocket socket = client.socket();
        if (socket != null) {
            what.accept(socket);
        }
    }

    private void heal() {
        for (SimulatedNode node : nodes) {
            if (!node.isUp()) {
                node.start();
            }
            node.backplane().split = false;
            loseNews(node, 0, 0, 5);
        }
        if (!broker.up) {
            broker.start(true);
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(world.random.nextInt(from.size()));
    }
}
