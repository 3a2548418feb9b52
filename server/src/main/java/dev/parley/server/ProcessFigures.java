package dev.parley.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process takes, under the names that Prometheus's own clients use. Stateless. */
final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    static void write(PrometheusText text) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        text.family("process_start_time_seconds", "gauge", "Start of the process, in seconds since 1970.")
                .sample(runtime.getStartTime() / 1e3);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            text.family("process_cpu_seconds_total", "counter", "Processor time, user and system.")
                    .sample(unix.getProcessCpuTime() / 1e9);
            text.family("process_open_fds", "gauge", "Open file descriptors.")
                    .sample(unix.getOpenFileDescriptorCount());
            text.family("process_max_fds", "gauge", "How many file descriptors may be open.")
                    .sample(unix.getMaxFileDescriptorCount());
        }
        long resident = residentBytes();
        if (resident > 0) {
            text.family("process_resident_memory_bytes", "gauge", "Resident memory.")
                    .sample(resident);
        }
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        text.family("jvm_memory_used_bytes", "gauge", "Memory in use, garbage included.")
                .sample(memory.getHeapMemoryUsage().getUsed(), "area", "heap")
                .sample(memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap");
        text.family("jvm_buffer_pool_used_bytes", "gauge", "Memory of direct and mapped buffers.");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            text.sample(pool.getMemoryUsed(), "pool", pool.getName());
        }
        text.family("jvm_threads_current", "gauge", "Threads, but for virtual ones.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static long residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // not on Linux
        }
    }
}
