package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TaskQueueTest {
    @Test
    void tasksRunOneAtATimeInOrderOnAnyExecutor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            TaskQueue queue = new TaskQueue(executor);
            List<Integer> done = new ArrayList<>(); // not safe for threads: the queue has to be
            CountDownLatch all = new CountDownLatch(10_000);
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                queue.add(() -> {
                    done.add(number);
                    all.countDown();
                });
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(done).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aTaskThatThrowsDoesNotStopTheNext() {
        List<String> done = new ArrayList<>();
        TaskQueue queue = new TaskQueue(Runnable::run);
        queue.add(() -> {
            throw new StackOverflowError();
        });
        queue.add(() -> done.add("next"));
        assertThat(done).containsExactly("next");
    }

    @Test
    void aTaskAddedByATaskRunsAfterIt() {
        List<String> done = new ArrayList<>();
        TaskQueue queue = new TaskQueue(Runnable::run);
        queue.add(() -> {
            queue.add(() -> done.add("second"));
            done.add("first");
        });
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void anExecutorThatRefusesLosesNoTask() {
        ExecutorService gone = Executors.newSingleThreadExecutor();
        gone.shutdown();
        List<String> done = new ArrayList<>();
        new TaskQueue(gone).add(() -> done.add("done all the same"));
        assertThat(done).containsExactly("done all the same");
    }
}
