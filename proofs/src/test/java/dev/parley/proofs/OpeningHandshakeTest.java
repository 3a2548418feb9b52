package dev.parley.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.CloseEvent;
import dev.parley.client.WebSocketOptions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our client says first, on the wire, and what it makes of answers that are not right. */
final class OpeningHandshakeTest {
    // RFC 6455 §4.1: "the client MUST send an opening handshake to the server."
    // RFC 6455 §4.1: "The handshake MUST be a valid HTTP request", "The method of the request MUST be GET, and the HTTP
    // version MUST be at least 1.1" and "The 'Request-URI' part of the request MUST match the /resource name/".
    @Test
    void theRequestIsAGetOfThePathAndQueryInHttp11() throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + server.port() + "/chat?room=1&x=%23", "a");
            try (RawServer.Client client = server.accept()) {
                String head = client.readHead();
                assertThat(head)
                        .startsWith("GET /chat?room=1&x=%23 HTTP/1.1\r\n")
                        .endsWith("\r\n\r\n");
                List<String> fields = head.strip().lines().skip(1).toList();
                assertThat(fields).allMatch(field -> field.matches("[A-Za-z-]+: [!-~]([ !-~]*[!-~])?"));
                assertThat(fields)
                        .filteredOn(field -> field.startsWith("Host:"))
                        .containsExactly("Host: 127.0.0.1:" + server.port());
            }
            assertThat(socket.awaitClose().code()).isEqualTo(1006);
        }
    }

    // RFC 6455 §4.1: the key "MUST be a nonce consisting of a randomly selected 16-byte value that has been
    // base64-encoded" and "The nonce MUST be selected randomly for each connection."
    @Test
    void theNonceIs16BytesAndAnotherForEachConnection() throws Exception {
        Set<String> keys = new HashSet<>();
        try (RawServer server = new RawServer()) {
            for (int i = 0; i < 20; i++) {
                RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + server.port() + "/");
                try (RawServer.Client client = server.accept()) {
                    String line = Arrays.stream(client.readHead().split("\r\n"))
                            .filter(field -> field.startsWith("Sec-WebSocket-Key: "))
                            .findFirst()
                            .orElseThrow();
                    assertThat(Base64.getDecoder().decode(line.substring(19))).hasSize(16);
                    keys.add(line);
                }
                socket.awaitClose();
            }
        }
        assertThat(keys).hasSize(20);
    }

    // RFC 6455 §4.1: "the client MUST wait for a response from the server before sending any further data."
    @Test
    void nothingFollowsTheRequestUntilItIsAnswered() throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + server.port() + "/");
            socket.webSocket.onopen(event -> socket.webSocket.send("at last"));
            try (RawServer.Client client = server.accept()) {
                String request = client.readHead();
                assertThat(client.isSilentFor(300)).isTrue();
                client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(request) + "\r\n");
                assertThat(client.read()).as("first byte of a text frame").isEqualTo(0x81);
            }
            socket.awaitClose();
        }
    }

    // RFC 6455 §4.1: "If the server's response does not conform to the requirements for the server's handshake as
    // defined in this section and in Section 4.2.2, the client MUST _Fail the WebSocket Connection_."
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 101 Switching Protocols\r\nACCEPTING\r\n",
                "HTTP/1.1 200 OK\r\nACCEPTING\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nACCEPTINGACCEPTING\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nACCEPTINGSec-WebSocket-Protocol: x\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nACCEPTINGSec-WebSocket-Extensions: x\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nACCEPTINGX: a\0b\r\n\r\n",
                "RTSP/1.0 101 OK\r\nACCEPTING\r\n",
                "\u0081\u0002hi\r\n\r\n"
            })
    void anAnswerThatIsNotRightFailsTheConnection(String answer) throws Exception {
        try (RawServer server = new RawServer()) {
            RecordingSocket socket = new RecordingSocket("ws://127.0.0.1:" + server.port() + "/");
            try (RawServer.Client client = server.accept()) {
                client.send(answer.replace("ACCEPTING", RawServer.accepting(client.readHead())));
                assertThat(client.read()).as("the client ends the connection").isEqualTo(-1);
                CloseEvent event = socket.awaitClose();
                assertThat(event.code()).isEqualTo(1006);
                assertThat(event.wasClean()).isFalse();
            }
            assertThat(socket.events).containsExactly("error", "close");
        }
    }

    /** There are servers that do so, and it is no use to be told that there is no WebSocket. */
    @Test
    void whoAnswersTheOfferOfCompressionWronglyCanBeMetWithout() throws Exception {
        try (RawServer server = new RawServer()) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            RecordingSocket socket = new RecordingSocket(url);
            try (RawServer.Client client = server.accept()) {
                answerWithCompression(client);
                assertThat(socket.awaitError().message())
                        .endsWith(": the server answers the offer of compression wrongly, with \"permessage-deflate; "
                                + "server_max_window_bits=9; level=6\"; it may do better where none is offered: "
                                + "withCompression(Optional.empty())");
            }
            WebSocketOptions without = WebSocketOptions.DEFAULT.withCompression(Optional.empty());
            socket = new RecordingSocket(url, without);
            try (RawServer.Client client = server.accept()) {
                assertThat(client.readHead()).doesNotContain("Sec-WebSocket-Extensions");
            }
            assertThat(socket.awaitError().message()).contains("the server ended the connection during the handshake");
            socket = new RecordingSocket(url, without);
            try (RawServer.Client client = server.accept()) {
                answerWithCompression(client);
                assertThat(socket.awaitError().message())
                        .contains("the answer names an extension, and none was offered: \"permessage-deflate; ");
            }
        }
    }

    private static void answerWithCompression(RawServer.Client client) throws Exception {
        client.send("HTTP/1.1 101 Switching Protocols\r\n" + RawServer.accepting(client.readHead())
                + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9; level=6\r\n\r\n");
    }
}
