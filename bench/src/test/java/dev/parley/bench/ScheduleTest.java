package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** A message counts from when it was due, whenever it is sent, and if it is never. */
final class ScheduleTest {
    private static final long BEGAN = 5_000;
    private static final long MESSAGES_PER_SECOND = 10_000_000; // one in 100 ns

    private final FakeLine first = new FakeLine(2);
    private final FakeLine second = new FakeLine(2);
    private final Schedule schedule = new Schedule(List.of(first, second), MESSAGES_PER_SECOND, BEGAN);

    @Test
    void whatIsDueIsSentInTurn() {
        schedule.sendDue(BEGAN);
        assertThat(first.sentAt).containsExactly(BEGAN);
        schedule.sendDue(BEGAN + 99);
        assertThat(second.sentAt).isEmpty();
        schedule.sendDue(BEGAN + 210);
        assertThat(first.sentAt).containsExactly(BEGAN, BEGAN + 200);
        assertThat(second.sentAt).containsExactly(BEGAN + 100);
    }

    @Test
    void whatIsSentLateCountsFromWhenItWasDue() {
        schedule.sendDue(BEGAN + 10_000);
        assertThat(first.sentAt).containsExactly(BEGAN, BEGAN + 200);
        assertThat(second.sentAt).containsExactly(BEGAN + 100, BEGAN + 300);
        first.room++;
        schedule.sendDue(BEGAN + 20_000);
        assertThat(first.sentAt).endsWith(BEGAN + 400L);
        assertThat(second.sentAt).as("it waits for its turn, and for room").hasSize(2);
    }

    @Test
    void whatIsNotAnsweredAtTheEndIsOwedFromWhenItWasDue() {
        schedule.sendDue(BEGAN + 10_000);
        List<Long> owed = new ArrayList<>();
        schedule.eachOwed(BEGAN + 650, owed::add);
        assertThat(owed)
                .containsExactlyInAnyOrder(
                        BEGAN, BEGAN + 100, BEGAN + 200, BEGAN + 300, BEGAN + 400, BEGAN + 500, BEGAN + 600);
    }

    @Test
    void aRateThatIsNoRoundNumberOfNanosecondsIsKept() {
        FakeLine line = new FakeLine(1_000_000);
        new Schedule(List.of(line), 300_007, 0).sendDue(999_999_999);
        assertThat(line.sentAt).hasSize(300_007);
    }

    private static final class FakeLine implements Schedule.Line {
        private final List<Long> sentAt = new ArrayList<>();
        private int room;

        private FakeLine(int room) {
            this.room = room;
        }

        @Override
        public boolean hasRoom() {
            return sentAt.size() < room;
        }

        @Override
        public void send(int count, long at) {
            assertThat(count).isEqualTo(1);
            sentAt.add(at);
        }

        @Override
        public void eachInFlight(LongConsumer at) {
            sentAt.forEach(at::accept);
        }
    }
}
