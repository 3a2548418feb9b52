package dev.parley.pubsub;

import dev.parley.engine.PreparedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection of a client to a node: what is sent arrives in order, until it ends, or until nothing arrives any more and nobody knows. */
final class SimulatedSocket implements Outlet {
    private static final int FULL = 12;

    private final World world;
    private final SimulatedClient client;
    private final SimulatedNode node;
    private final World.Way down;
    private final World.Way up;
    private @Nullable Executor loop;
    private @Nullable Session session;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private boolean clientOpen = true;
    private boolean serverOpen;
    private int inFlight;
    private boolean full;

    /** Whether nothing arrives any more. */
    boolean deaf;

    /** Until when the client does not read. */
    long asleepUntil;

    SimulatedSocket(World world, SimulatedClient client, SimulatedNode node) {
        this.world = world;
        this.client = client;
        this.node = node;
        this.down = world.new Way(8);
        this.up = world.new Way(8);
    }

    void accepted(Executor on, Function<Outlet, Session> sessions) {
        loop = on;
        serverOpen = true;
        session = sessions.apply(this);
        on.execute(() -> session.begin());
    }

    // ---- the node's end ----

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public boolean send(byte[] utf8) {
        if (!serverOpen) {
            return true;
        }
        inFlight++;
        if (inFlight > 10 * FULL) {
            throw new Violation(10, inFlight + " messages wait for a client");
        }
        down.send(() -> arrive(utf8));
        full |= inFlight >= FULL;
        return !full;
    }

    @Override
    public boolean send(PreparedMessage message) {
        byte[] utf8 = new byte[message.payload().remaining()];
        message.payload().duplicate().get(utf8);
        return send(utf8);
    }

    private void arrive(byte[] utf8) {
        if (!deaf) {
            arrived.add(utf8);
            read();
        }
    }

    private void read() {
        if (world.now() < asleepUntil) {
            world.at(asleepUntil, this::read);
            return;
        }
        for (byte[] utf8 = arrived.poll(); utf8 != null; utf8 = arrived.poll()) {
            inFlight--;
            if (full && inFlight <= FULL / 2 && serverOpen) {
                full = false;
                onLoop(() -> session.drained());
            }
            if (clientOpen) {
                client.receive(this, utf8);
            }
        }
    }

    @Override
    public void close(int code, String reason) {
        endServer();
        down.send(this::clientLearns);
    }

    void nodeIsGone() {
        serverOpen = false;
        if (world.chance(0.7)) {
            world.after(world.between(1, 50), this::clientLearns);
        } else {
            deaf = true;
        }
    }

    private void endServer() {
        if (serverOpen) {
            serverOpen = false;
            node.left(this);
            session.end();
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(() -> {
                if (serverOpen) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The node is gone.
        }
    }

    // ---- the client's end ----

    void say(String json) {
        up.send(() -> {
            if (!deaf && serverOpen) {
                onLoop(() -> session.receive(json.getBytes(StandardCharsets.UTF_8)));
            }
        });
    }

    /** The client has had enough; the node notices now or much later. */
    void abandon() {
        clientOpen = false;
        world.after(deaf ? world.between(1, 8_000) : world.between(1, 20), () -> onLoop(this::endServer));
    }

    /** It breaks, and both ends know. */
    void breakNow() {
        onLoop(this::endServer);
        world.after(world.between(1, 20), this::clientLearns);
    }

    private void clientLearns() {
        if (clientOpen && !deaf) {
            clientOpen = false;
            client.disconnected(this);
        }
    }
}
