package dev.parley.pubsub;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How topics behave on one node. Immutable.
 *
 * @param maxTopics how many topics may be subscribed to at once
 * @param maxTopicsOfClient how many topics one client may be subscribed to
 * @param maxSubscribersOfTopic how many clients may be subscribed to one topic, on this node
 * @param maxWaitingOfClient how many commands of one client may wait for the log
 * @param maxPayloadBytes the largest payload of a message
 * @param maxRecovered how many messages a client that comes back is sent again; who missed more begins anew
 * @param maxHistory how many messages one question for history gives, at the most
 * @param tailMessages how many of its last messages each topic that is subscribed to keeps at hand
 * @param tailBytes and how many bytes of them
 * @param maxStall how long a client may take to read what waits for it; then it is disconnected with 1008, and may resume
 * @param headInterval how often ends are compared with the log, in case the news of a message was lost
 * @param presenceTold how many are named in what is told of presence; all are counted
 * @param presenceAtOnce in topics with more members than that, who came and left is told together, once each {@code
 *     presenceInterval}
 * @param presenceInterval see there
 * @param presenceRenewal how often a node tells the others who is still there
 */
public record TopicsOptions(
        int maxTopics,
        int maxTopicsOfClient,
        int maxSubscribersOfTopic,
        int maxWaitingOfClient,
        int maxPayloadBytes,
        int maxRecovered,
        int maxHistory,
        int tailMessages,
        int tailBytes,
        Duration maxStall,
        Duration headInterval,
        int presenceTold,
        int presenceAtOnce,
        Duration presenceInterval,
        Duration presenceRenewal) {

    /** The reasons stand in SECURITY.md. */
    public static final TopicsOptions DEFAULT = new TopicsOptions(
            100_000,
            256,
            100_000,
            64,
            32 * 1024,
            10_000,
            256,
            256,
            256 * 1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            100,
            32,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));

    /** @throws IllegalArgumentException if a number is out of its range */
    public TopicsOptions {
        int smallest = Math.min(
                Math.min(Math.min(maxTopics, maxTopicsOfClient), Math.min(maxSubscribersOfTopic, maxWaitingOfClient)),
                Math.min(Math.min(maxPayloadBytes, maxHistory), Math.min(tailMessages, tailBytes)));
        if (smallest < 1 || maxRecovered < 0 || presenceTold < 0 || presenceAtOnce < 0) {
            throw new IllegalArgumentException("Limits must be positive; maxRecovered and presence not negative.");
        }
        for (Duration time : new Duration[] {maxStall, headInterval, presenceInterval, presenceRenewal}) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("Durations must be at least a millisecond.");
            }
        }
    }

    public TopicsOptions withMaxTopics(int maxTopics) {
        return with(draft -> draft.maxTopics = maxTopics);
    }

    public TopicsOptions withMaxTopicsOfClient(int maxTopicsOfClient) {
        return with(draft -> draft.maxTopicsOfClient = maxTopicsOfClient);
    }

    public TopicsOptions withMaxSubscribersOfTopic(int maxSubscribersOfTopic) {
        return with(draft -> draft.maxSubscribersOfTopic = maxSubscribersOfTopic);
    }

    public TopicsOptions withMaxWaitingOfClient(int maxWaitingOfClient) {
        return with(draft -> draft.maxWaitingOfClient = maxWaitingOfClient);
    }

    public TopicsOptions withMaxPayloadBytes(int maxPayloadBytes) {
        return with(draft -> draft.maxPayloadBytes = maxPayloadBytes);
    }

    public TopicsOptions withMaxRecovered(int maxRecovered) {
        return with(draft -> draft.maxRecovered = maxRecovered);
    }

    public TopicsOptions withMaxHistory(int maxHistory) {
        return with(draft -> draft.maxHistory = maxHistory);
    }

    public TopicsOptions withTail(int messages, int bytes) {
        return with(draft -> {
            draft.tailMessages = messages;
            draft.tailBytes = bytes;
        });
    }

    public TopicsOptions withMaxStall(Duration maxStall) {
        return with(draft -> draft.maxStall = maxStall);
    }

    public TopicsOptions withHeadInterval(Duration headInterval) {
        return with(draft -> draft.headInterval = headInterval);
    }

    /**
     * @param told how many are named
     * @param atOnce up to how many members each change is told at once
     * @param interval how often changes are told in larger topics
     * @param renewal how often a node tells the others who is still there
     */
    public TopicsOptions withPresence(int told, int atOnce, Duration interval, Duration renewal) {
        return with(draft -> {
            draft.presenceTold = told;
            draft.presenceAtOnce = atOnce;
            draft.presenceInterval = interval;
            draft.presenceRenewal = renewal;
        });
    }

    private TopicsOptions with(Consumer<Changes> change) {
        Changes changes = new Changes(this);
        change.accept(changes);
        return changes.options();
    }

    /** The same fields, to be changed one at a time. */
    private static final class Changes {
        int maxTopics;
        int maxTopicsOfClient;
        int maxSubscribersOfTopic;
        int maxWaitingOfClient;
        int maxPayloadBytes;
        int maxRecovered;
        int maxHistory;
        int tailMessages;
        int tailBytes;
        Duration maxStall;
        Duration headInterval;
        int presenceTold;
        int presenceAtOnce;
        Duration presenceInterval;
        Duration presenceRenewal;

        Changes(TopicsOptions from) {
            maxTopics = from.maxTopics;
            maxTopicsOfClient = from.maxTopicsOfClient;
            maxSubscribersOfTopic = from.maxSubscribersOfTopic;
            maxWaitingOfClient = from.maxWaitingOfClient;
            maxPayloadBytes = from.maxPayloadBytes;
            maxRecovered = from.maxRecovered;
            maxHistory = from.maxHistory;
            tailMessages = from.tailMessages;
            tailBytes = from.tailBytes;
            maxStall = from.maxStall;
            headInterval = from.headInterval;
            presenceTold = from.presenceTold;
            presenceAtOnce = from.presenceAtOnce;
            presenceInterval = from.presenceInterval;
            presenceRenewal = from.presenceRenewal;
        }

        TopicsOptions options() {
            return new TopicsOptions(
                    maxTopics,
                    maxTopicsOfClient,
                    maxSubscribersOfTopic,
                    maxWaitingOfClient,
                    maxPayloadBytes,
                    maxRecovered,
                    maxHistory,
                    tailMessages,
                    tailBytes,
                    maxStall,
                    headInterval,
                    presenceTold,
                    presenceAtOnce,
                    presenceInterval,
                    presenceRenewal);
        }
    }
}
