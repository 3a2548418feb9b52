package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a process has used so far, as Linux counts it.
 *
 * @param cpuMicros of processors, its own and the kernel's for it; in steps of 10,000
 * @param residentBytes of memory
 */
record ProcessUse(long cpuMicros, long residentBytes) {
    /** USER_HZ: what /proc counts in, whatever the kernel's own clock does. */
    private static final long TICKS_PER_SECOND = 100;

    private static final int UTIME = 11; // counted from after the name, which may have blanks

    private static final String RESIDENT = "VmRSS:";

    static final ProcessUse UNKNOWN = new ProcessUse(0, 0);

    /** This very process; unknown where there is no /proc. */
    static ProcessUse ofThis() {
        return Files.isReadable(Path.of("/proc/self/stat"))
                ? of(OptionalLong.of(ProcessHandle.current().pid()))
                : UNKNOWN;
    }

    /** @throws IllegalArgumentException if there is no such process, or no /proc */
    static ProcessUse of(OptionalLong process) {
        if (process.isEmpty()) {
            return UNKNOWN;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.getAsLong() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
            return new ProcessUse(ticks * (1_000_000 / TICKS_PER_SECOND), residentBytes(process.getAsLong()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Of process " + process.getAsLong() + " nothing can be read; this needs Linux, and a live process.",
                    e);
        }
    }

    /** In kilobytes there, whatever the size of a page is. */
    private static long residentBytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
