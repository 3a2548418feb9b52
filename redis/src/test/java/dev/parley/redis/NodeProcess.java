package dev.parley.redis;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A node of a service, in a process of its own, which may be killed, stopped and started again. One caller at a time. */
final class NodeProcess implements AutoCloseable {
    private final String redis;
    private final int megabytes;
    private final int port;
    private Process process;

    NodeProcess(String redis) throws Exception {
        this(redis, 96);
    }

    /** @param megabytes of heap; with more than 100 it compiles well, which takes a while */
    NodeProcess(String redis, int megabytes) throws Exception {
        this.redis = redis;
        this.megabytes = megabytes;
        this.port = RedisProcess.freePort();
        launch();
    }

    int port() {
        return port;
    }

    /** Starts it, and does not wait. */
    void launch() throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
                        // It is to start fast, or to run fast.
                        megabytes > 100 ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Node.class.getName(),
                        redis,
                        "" + port)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits until it listens. */
    void awaitReady() throws Exception {
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        if (!"ready".equals(line)) {
            throw new AssertionError("the node said " + line);
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, as a service manager does, and waits until it has. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the node does not end");
        }
    }

    /** @param name such as {@code STOP} */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }
}
