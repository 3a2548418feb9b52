package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SendQueueTest {
    @Test
    void overItsMessagesOrItsBytesItRefusesAndKeepsWhatItHas() {
        SendQueue few = new SendQueue(2, 1000);
        add(few, 10);
        add(few, 0);
        assertFull(few, 0);
        assertThat(few.bytes()).isEqualTo(10);

        SendQueue small = new SendQueue(100, 1000);
        add(small, 600);
        assertFull(small, 401);
        add(small, 400);
        assertFull(small, 1);
        assertThat(small.bytes()).isEqualTo(1000);
    }

    @Test
    void whatLeavesMakesRoom() {
        SendQueue queue = new SendQueue(1, 10);
        add(queue, 10);
        assertThat(queue.poll().bytes()).isEqualTo(10);
        assertThat(queue.bytes()).isZero();
        add(queue, 10);
    }

    private static void add(SendQueue queue, int bytes) {
        queue.add(new SendQueue.Message(bytes, socket -> {}));
    }

    private static void assertFull(SendQueue queue, int bytes) {
        assertThatThrownBy(() -> add(queue, bytes))
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo("QuotaExceededError"));
    }
}
