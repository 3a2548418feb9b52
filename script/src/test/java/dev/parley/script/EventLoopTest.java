package dev.parley.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventLoopTest {
    private final EventLoop loop = new EventLoop();
    private final List<String> seen = new ArrayList<>();

    @Test
    void withNothingToDoItEnds() throws Exception {
        loop.run();
        assertThat(seen).isEmpty();
    }

    @Test
    void tasksRunInOrder() throws Exception {
        loop.execute(() -> {
            seen.add("a");
            loop.execute(() -> seen.add("c"));
        });
        loop.execute(() -> seen.add("b"));
        loop.run();
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void timersRunWhenTheyAreDueAndOfTwoAtOnceTheFirstFirst() throws Exception {
        loop.after(1, 20, true, () -> seen.add("later"));
        loop.after(2, 0, true, () -> seen.add("first"));
        loop.after(3, 0, true, () -> seen.add("second"));
        loop.run();
        assertThat(seen).containsExactly("first", "second", "later");
    }

    @Test
    void aCancelledTimerDoesNotRunAndIsNotWaitedFor() throws Exception {
        loop.after(1, 60_000, true, () -> seen.add("never"));
        loop.cancel(1);
        loop.cancel(2);
        loop.run();
        assertThat(seen).isEmpty();
    }

    @Test
    void aTimerThatDoesNotHoldIsNotWaitedFor() throws Exception {
        loop.after(1, 60_000, false, () -> seen.add("never"));
        loop.run();
        assertThat(seen).isEmpty();
    }

    @Test
    void itWaitsForWhatIsUnderWay() throws Exception {
        loop.hold();
        Thread other = new Thread(() -> {
            loop.execute(() -> seen.add("from elsewhere"));
            loop.release();
        });
        other.start();
        loop.run();
        assertThat(seen).containsExactly("from elsewhere");
        other.join();
    }

    @Test
    void neitherTimersNorTasksKeepTheOthersFromTheirTurn() throws Exception {
        again("timer", 50);
        again("task", 50);
        loop.run();
        assertThat(seen.subList(0, 20)).contains("timer", "task");
        assertThat(seen).hasSize(100);
    }

    private void again(String what, int times) {
        Runnable next = () -> {
            seen.add(what);
            if (times > 1) {
                again(what, times - 1);
            }
        };
        if (what.equals("timer")) {
            loop.after(times, 0, true, next);
        } else {
            loop.execute(next);
        }
    }

    @Test
    void stoppedItEndsAfterTheTaskThatRuns() throws Exception {
        loop.hold();
        loop.execute(() -> {
            loop.stop();
            seen.add("this one");
        });
        loop.execute(() -> seen.add("never"));
        loop.run();
        assertThat(seen).containsExactly("this one");
    }
}
