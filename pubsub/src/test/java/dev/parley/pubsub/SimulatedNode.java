package dev.parley.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A node with two event loops, which may die and come back with nothing. */
final class SimulatedNode {
    static final TopicsOptions OPTIONS = TopicsOptions.DEFAULT
            .withTail(4, 2_000)
            .withMaxHistory(20)
            .withMaxRecovered(60)
            .withMaxStall(Duration.ofSeconds(3))
            .withHeadInterval(Duration.ofSeconds(4))
            .withPresence(100, 2, Duration.ofMillis(300), Duration.ofSeconds(2));

    /** One life of it. */
    private final class Life {
        final World.Clock clock = world.new Clock();
        final List<Executor> loops = List.of(loop(), loop());
        final SimulatedBackplane backplane = new SimulatedBackplane(world, broker, this::isNow);
        final Topics topics = new Topics(OPTIONS, backplane, Permissions.ALL, timing(), world::id);

        boolean isNow() {
            return life == this || life == null && beginning;
        }

        private Executor loop() {
            return world.new Loop(this::isNow);
        }

        private Timing timing() {
            return new Timing() {
                @Override
                public long millis() {
                    return clock.millis();
                }

                @Override
                public void after(long millis, Runnable task) {
                    world.after(millis, () -> {
                        if (isNow()) {
                            task.run();
                        }
                    });
                }
            };
        }
    }

    private final World world;
    private final SimulatedBroker broker;
    private final List<SimulatedSocket> sockets = new ArrayList<>();
    private boolean beginning;
    private @Nullable Life life;
    private int turn;

    SimulatedNode(World world, SimulatedBroker broker) {
        this.world = world;
        this.broker = broker;
        start();
    }

    void start() {
        beginning = true;
        Life begun = new Life();
        beginning = false;
        life = begun;
    }

    /** It ends at once, and says goodbye to nobody. */
    void kill() {
        life = null;
        List.copyOf(sockets).forEach(SimulatedSocket::nodeIsGone);
        sockets.clear();
    }

    boolean isUp() {
        return life != null;
    }

    SimulatedBackplane backplane() {
        return life.backplane;
    }

    World.Clock clock() {
        return life.clock;
    }

    int topics() {
        return life.topics.topics();
    }

    /** Somebody connects. */
    void accept(SimulatedSocket socket, String user) {
        Life now = life;
        Executor loop = now.loops.get(turn++ % 2);
        sockets.add(socket);
        socket.accepted(loop, outlet -> new Session(now.topics, outlet, new Member(world.id(), user)));
    }

    void left(SimulatedSocket socket) {
        sockets.remove(socket);
    }
}
