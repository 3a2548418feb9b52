package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Server;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the dependencies that the library brings by itself, as on a machine that Netty has no native parts for, everything works. */
final class WithoutNativeLibrariesTest {
    /** Netty's jars with a native part end with the machine that it is for; the command's jar names them in its manifest. */
    private static final Pattern NATIVE = Pattern.compile("(-(linux|osx|windows)-[a-z0-9_]+|/parley)\\.jar$");

    @TempDir
    private Path directory;

    @Test
    void serverAndClientSpeakWsAndWss() throws Exception {
        new Pki(directory).authority("authority").host("right", "authority", "DNS:localhost");
        String classPath = Arrays.stream(ChildJvm.classPath().split(File.pathSeparator))
                .filter(entry -> !NATIVE.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ChildJvm.run(List.of(), classPath, Program.class, directory.toString()))
                .containsExactly("natives false false", "nio ws an echo", "nio wss an echo");
    }

    /** Starts two servers, and talks to each. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            Pki pki = new Pki(Path.of(arguments[0]));
            System.out.println("natives " + Epoll.isAvailable() + " " + OpenSsl.isAvailable());
            try (Server plain = EchoServer.start();
                    Server secure = EchoServer.start(pki.server("right"))) {
                talk(pki, plain, "ws");
                talk(pki, secure, "wss");
            }
            System.exit(0);
        }

        private static void talk(Pki pki, Server server, String scheme) throws Exception {
            RecordingSocket socket =
                    new RecordingSocket(EchoServer.url(server, scheme, "localhost"), pki.trusting("authority"));
            socket.awaitOpen().webSocket.send("an echo");
            System.out.println(server.transport() + " " + scheme + " " + socket.awaitMessage());
            socket.webSocket.close(1000);
            socket.awaitClose();
        }
    }
}
