package dev.parley.pubsub;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** A process that appends until it is killed, and says of each message when it was acknowledged: topic, epoch, offset and id. */
final class KilledWriter {
    private static final int UNDER_WAY = 64;

    private KilledWriter() {}

    /** @param args the directory, the durability, and what its ids begin with */
    public static void main(String[] args) throws Exception {
        FileLog log = FileLog.open(
                Path.of(args[0]), Durability.valueOf(args[1]), LogOptions.DEFAULT.withMaxMessages(500_000));
        System.out.println("open " + log.whyAnew().replace(' ', '_'));
        Deque<CompletableFuture<?>> underWay = new ArrayDeque<>();
        for (int i = 0; ; i++) {
            TopicName topic = new TopicName("topic" + i % 5);
            String id = args[2] + "-" + i;
            Payload payload = Payload.json(("\"" + id + "\"").getBytes(StandardCharsets.UTF_8));
            underWay.add(log.append(topic, new Draft("writer", id, payload))
                    .thenAccept(appended -> {
                        Position at = appended.position();
                        // One write: it is there whole, or it was never said.
                        System.out.print("ack " + topic + " " + at.epoch() + " " + at.offset() + " " + id + "\n");
                        System.out.flush();
                    })
                    .toCompletableFuture());
            if (underWay.size() == UNDER_WAY) {
                underWay.poll().join();
            }
        }
    }
}
