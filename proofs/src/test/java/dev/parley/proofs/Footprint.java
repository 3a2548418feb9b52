package dev.parley.proofs;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a {@code parley serve} with {@code --management} holds, right after a collection of garbage.
 *
 * @param heap bytes of the heap
 * @param resident bytes of memory of the process
 * @param descriptors open file descriptors
 * @param threads platform threads
 * @param connections open WebSocket connections
 */
record Footprint(double heap, double resident, double descriptors, double threads, double connections) {
    /**
     * What a virtual machine is to be started with so that the figures say something: a heap that is touched from the beginning, so that what
     * grows beside it can be seen; small pieces of it for each thread, since a piece counts as used from when a thread has it; and a
     * collector that leaves no garbage lying, which it otherwise does with a twentieth of the heap. And a compiler that is soon done: what it
     * works with counts, too.
     */
    static List<String> exactHeap(String size) {
        return List.of(
                "-Xms" + size,
                "-Xmx" + size,
                "-Xmn16m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-XX:-ResizeTLAB",
                "-XX:TLABSize=32k",
                "-XX:MarkSweepDeadRatio=0",
                "-XX:TieredStopAtLevel=1");
    }

    /** @param management the port of its figures */
    static Footprint of(ServeProcess server, int management) throws Exception {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!collection.waitFor(30, TimeUnit.SECONDS) || collection.exitValue() != 0) {
            throw new IllegalStateException("The garbage of the server was not collected.");
        }
        HttpGet metrics = HttpGet.from(management, "/metrics");
        return new Footprint(
                metrics.figure("jvm_memory_used_bytes{area=\"heap\"}"),
                metrics.figure("process_resident_memory_bytes"),
                metrics.figure("process_open_fds"),
                metrics.figure("jvm_threads_current"),
                metrics.figure("parley_connections{route=\"/echo\"}"));
    }

    static double connections(int management) throws Exception {
        return HttpGet.from(management, "/metrics").figure("parley_connections{route=\"/echo\"}");
    }

    /** The port of the figures of a server that was started with {@code --management 0}. */
    static int management(ServeProcess server) throws Exception {
        return Integer.parseInt(server.awaitError("management on ").replaceAll(".*:(\\d+)/.*", "$1"));
    }
}
