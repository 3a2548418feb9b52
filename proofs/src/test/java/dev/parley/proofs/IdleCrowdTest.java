package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Connections that say nothing, by the thousand, in a heap of 256 MiB; then all are reset at once; five times. {@code ./check --soak MINUTES}
 * does it with 15,000, or as many as descriptors allow.
 */
final class IdleCrowdTest {
    private static final int WANTED = Long.getLong("soak.seconds") == null ? 3_000 : 15_000;
    /** For what this process and the server open beside. */
    private static final int RESERVE = 1_500;

    private static final double MIB = 1024 * 1024;

    @Test
    void memoryAndDescriptorsComeBackEachTime() throws Exception {
        int crowd = (int) Math.min(WANTED, descriptors() - RESERVE);
        List<String> jvm = Footprint.exactHeap("256m");
        try (ServeProcess server = ServeProcess.serveIn(jvm, "--management", "0", "--threads", "1")) {
            int management = Footprint.management(server);
            come(crowd, server, management);
            Footprint once = Footprint.of(server, management);
            for (int i = 0; i < 4; i++) {
                come(crowd, server, management);
            }
            Footprint fiveTimes = Footprint.of(server, management);
            assertThat(fiveTimes.descriptors()).isLessThanOrEqualTo(once.descriptors() + 4);
            assertThat(fiveTimes.threads()).isLessThanOrEqualTo(once.threads() + 2);
            assertThat(fiveTimes.heap()).isLessThan(once.heap() + 2 * MIB);
            // 60,000 connections that leave 300 bytes each behind would be 17 MiB; some is the compiler's.
            assertThat(fiveTimes.resident()).isLessThan(once.resident() + 16 * MIB);
            System.out.printf("%,d connections, once: %s, five times: %s%n", crowd, once, fiveTimes);
            try (RawClient after = RawClient.open(server.port(), "/echo")) {
                after.send(RawClient.text("served"));
                assertThat(after.readFrame().text()).isEqualTo("served");
            }
        }
    }

    private static void come(int crowd, ServeProcess server, int management) throws Exception {
        try (Crowd idle = Crowd.gather(crowd, server.port())) {
            assertThat(idle).isNotNull();
            Until.so("all are there", () -> Footprint.connections(management) == crowd);
        }
        Until.so("all are gone", () -> Footprint.connections(management) == 0);
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }
}
