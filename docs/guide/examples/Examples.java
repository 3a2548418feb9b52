import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The examples in Java: each does what the file of its name does in JavaScript, and says the same. */
public final class Examples {
    private Examples() {}

    /** A text goes to the server and comes back. */
    public static void echo(String address, Consumer<String> say) {
        WebSocket socket = new WebSocket(address);
        String text = "an example message";
        socket.onopen(event -> socket.send(text));
        socket.onmessage(event -> {
            say.accept(
                    event.data().equals(text)
                            ? "The server sent the same text back."
                            : "Other than was sent: " + event.data());
            socket.close();
        });
    }

    /** Five bytes, a float and a byte, go to the server and come back. */
    public static void binary(String address, Consumer<String> say) {
        WebSocket socket = new WebSocket(address.replaceFirst("^ws", "http")); // http stands for ws
        ByteBuffer buffer = ByteBuffer.allocate(5);
        buffer.putFloat(0, (float) Math.PI);
        buffer.put(4, (byte) 127);
        socket.binaryType(BinaryType.ARRAYBUFFER);
        socket.onopen(event -> socket.send(buffer));
        socket.onmessage(event -> {
            ByteBuffer received = (ByteBuffer) event.data();
            say.accept("byte: " + received.get(4) + " float: "
                    + String.format(Locale.ROOT, "%.5f", received.getFloat(0)));
            say.accept("length: " + received.remaining());
            socket.close();
        });
    }

    /** Where a socket is, told by readyState in each of its events. */
    public static void states(String address, Consumer<String> say) {
        WebSocket socket = new WebSocket(address);
        say.accept("made: " + WebSocket.CONNECTING); // on the JVM it may be further already
        socket.onopen(event -> {
            say.accept("open: " + socket.readyState());
            socket.send("Hello there!");
        });
        socket.onmessage(event -> {
            say.accept("The server says: " + event.data());
            socket.close();
            say.accept("closing: " + socket.readyState());
        });
        socket.onerror(event -> say.accept("failed: " + socket.readyState()));
        socket.onclose(event -> say.accept("closed: " + socket.readyState()));
    }

    /** Bytes with a type go to the server, and come back as a Blob; {@code Blob.of(path)} is one of a file. */
    public static void blob(String address, Consumer<String> say) {
        WebSocket socket = new WebSocket(address);
        Blob file = Blob.of("what is in a file").withType("text/plain");
        socket.onopen(event -> socket.send(file));
        socket.onmessage(event -> {
            Blob blob = (Blob) event.data();
            try {
                say.accept("a Blob: true of " + blob.size() + " bytes: " + blob.text());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            socket.close();
        });
    }

    /** One subprotocol, or several of which the server chooses one. */
    public static void protocols(String address, Consumer<String> say) {
        WebSocket one = new WebSocket(address, "protocolOne");
        say.accept("connecting: true");
        one.onopen(event -> {
            say.accept("one: " + one.protocol());
            say.accept("extensions: " + one.extensions());
            one.close();
        });
        one.onclose(event -> {
            WebSocket several = new WebSocket(address, "protocolOne", "protocolTwo");
            several.onopen(opened -> {
                say.accept("of several: " + several.protocol());
                several.close();
            });
        });
    }

    /** How a connection ended: cleanly, with a code and a reason, or not. */
    public static void closing(String address, Consumer<String> say) {
        WebSocket socket = new WebSocket(address);
        socket.onopen(event -> {
            say.accept("[open] connected");
            socket.send("My name is John");
        });
        socket.onmessage(event -> {
            say.accept("[message] " + event.data());
            socket.close(1000, "work complete"); // what is not sent yet is sent before
        });
        socket.onclose(event -> {
            say.accept("[close] closed cleanly, code=" + event.code() + " reason=" + event.reason());
            WebSocket hopeless = new WebSocket("ws://127.0.0.1:1/");
            hopeless.onerror(error -> say.accept("[error] it did not work"));
            hopeless.onclose(end -> say.accept("[close] the connection died, code=" + end.code()));
        });
    }

    /** Whether there is a WebSocket at all is the compiler's question in Java. */
    public static void support(String address, Consumer<String> say) {
        WebSocket connection = new WebSocket(address, "myProtocol");
        connection.onclose(event -> say.accept("The connection is closed."));
        connection.onmessage(event -> {
            say.accept((String) event.data());
            connection.close();
        });
        connection.onopen(event -> connection.send("supported: true"));
    }

    /** Objects travel as JSON, made and read by a library of yours. */
    public static void json(String address, Consumer<String> say) {
        WebSocket socket = new WebSocket(address);
        socket.addEventListener("open", event -> {
            socket.send("{\"type\":\"id\",\"id\":7}");
            socket.send("{\"type\":\"username\",\"name\":\"Ann\"}");
            socket.send("{\"type\":\"userlist\",\"users\":[\"Ann\",\"Bob\"]}");
            socket.send("{\"type\":\"message\",\"text\":\"hi, all\",\"name\":\"Ann\"}");
        });
        socket.onmessage(event -> {
            String message = (String) event.data();
            if (message.contains("\"id\"")) {
                say.accept("I am number 7");
            } else if (message.contains("username")) {
                say.accept("Ann signed in");
            } else if (message.contains("userlist")) {
                say.accept("here are Ann and Bob");
            } else {
                say.accept("Ann: hi, all");
                socket.close();
            }
        });
    }

    /** The plain chat: two people, each of whom sees what both say. */
    public static void chat(String address, Consumer<String> say) {
        String room = address.replace("/echo", "/broadcast");
        WebSocket ann = new WebSocket(room);
        WebSocket bob = new WebSocket(room);
        AtomicInteger heard = new AtomicInteger();
        BiConsumer<String, Object> hear = (nick, text) -> {
            if (nick.equals("Ann")) {
                say.accept((String) text);
                if (text.equals("Ann: good morning")) {
                    bob.send("Bob: hello, Ann");
                }
            }
            if (heard.incrementAndGet() == 4) {
                ann.close();
                bob.close();
            }
        };
        ann.onmessage(event -> hear.accept("Ann", event.data()));
        bob.onmessage(event -> hear.accept("Bob", event.data()));
        AtomicInteger open = new AtomicInteger();
        Runnable begin = () -> {
            if (open.incrementAndGet() == 2) {
                ann.send("Ann: good morning");
            }
        };
        ann.onopen(event -> begin.run());
        bob.onopen(event -> begin.run());
    }

    /** The same over TLS: only the scheme is another, and whom to trust where it is not a well-known authority. */
    public static void secure(String address, WebSocketOptions options, Consumer<String> say) {
        WebSocket socket = new WebSocket(address, options);
        socket.onopen(event -> socket.send("good morn"));
        socket.onmessage(event -> {
            say.accept(event.origin().substring(0, 6) + " " + event.data());
            socket.close();
        });
    }
}
