package dev.parley.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections this process has file descriptors for. Stateless. */
final class FileDescriptors {
    /** For what else a process opens: libraries, files, event loops. */
    private static final int RESERVE = 256;
    /** Where nobody can say, as on Windows. */
    private static final int UNKNOWN = 16_384;

    private FileDescriptors() {}

    static int forConnections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long limit = unix.getMaxFileDescriptorCount();
            return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit - Math.min(RESERVE, limit / 2)));
        }
        return UNKNOWN;
    }
}
