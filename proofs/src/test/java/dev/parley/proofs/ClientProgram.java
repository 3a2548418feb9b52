package dev.parley.proofs;

import dev.parley.client.TrustAnchors;
import dev.parley.client.WebSocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Our client in a virtual machine of its own, for what is decided once for each: names, system properties, TLS by the JDK. */
final class ClientProgram {
    private ClientProgram() {}

    /**
     * Connects to one URL after another, and says a line for each: {@code open}, or the error's message. The system property
     * {@code trusted} names a PEM file, {@code timeoutMillis} says how long connecting may take.
     */
    public static void main(String[] urls) throws Exception {
        String trusted = System.getProperty("trusted");
        WebSocketOptions options = trusted == null
                ? WebSocketOptions.DEFAULT
                : WebSocketOptions.DEFAULT.withTrusted(TrustAnchors.fromPem(Path.of(trusted)));
        options = options.withConnectTimeout(Duration.ofMillis(Integer.getInteger("timeoutMillis", 15_000)));
        for (String url : urls) {
            RecordingSocket socket = new RecordingSocket(url, options);
            System.out.println(
                    socket.awaitOpenOrClose() ? "open" : socket.awaitError().message());
            socket.webSocket.close();
        }
        System.exit(0);
    }

    /** Runs it with these options of the virtual machine; returns what it said. */
    static List<String> run(List<String> jvm, String... urls) throws Exception {
        return ChildJvm.run(jvm, ChildJvm.classPath(), ClientProgram.class, urls);
    }
}
