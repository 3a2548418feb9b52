package dev.parley.probe;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Clients that ask wrong (RFC 6455 §4.1). */
final class AskFaults {
    private AskFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.ofClient("has the same key for each connection", "opening.request.key-fresh", new AskSteps() {
                        @Override
                        String newKey() {
                            return "dGhlIHNhbXBsZSBub25jZQ==";
                        }
                    })
                    .shownBy("opening.request.method"),
            key("has a key of 15 bytes", 15),
            key("has a key of 17 bytes", 17),
            replaced("says no version", "opening.request.version", "Sec-WebSocket-Version", ""),
            replaced("says version 8", "opening.request.version", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 8"),
            replaced("says no Host", "opening.request.host", "Host", ""),
            replaced("says Host without the port", "opening.request.well-formed", "Host", "Host: 127.0.0.1"),
            replaced("says no Upgrade", "opening.request.upgrade", "Upgrade", ""),
            replaced("says no Connection", "opening.request.connection", "Connection", ""),
            replaced(
                    "says Connection: keep-alive",
                    "opening.request.connection",
                    "Connection",
                    "Connection: keep-alive"),
            replaced("asks with POST", "opening.request.method", "GET", "POST /run HTTP/1.1"),
            replaced("asks with HTTP/1.0", "opening.request.http-version", "GET", "GET /run HTTP/1.0"),
            replaced(
                    "sends the fragment of the address",
                    "opening.request.target-without-fragment",
                    "GET",
                    "GET /run#part HTTP/1.1"),
            replaced(
                    "asks for a subprotocol twice",
                    "opening.request.well-formed",
                    "Sec-WebSocket-Version",
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat, chat"),
            replaced(
                    "offers what is no extension",
                    "opening.request.extensions",
                    "Sec-WebSocket-Extensions",
                    "Sec-WebSocket-Extensions: permessage-deflate; =15"),
            replaced(
                    "sends an accept value of its own",
                    "opening.request.no-accept",
                    "Sec-WebSocket-Version",
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Accept: x"),
            replaced(
                    "announces a body",
                    "opening.request.no-body",
                    "Upgrade",
                    "Upgrade: websocket\r\nContent-Length: 5"));

    private static Fault key(String name, int bytes) {
        return Fault.ofClient(name, "opening.request.key", new AskSteps() {
            @Override
            String newKey() {
                return Base64.getEncoder().encodeToString(new byte[bytes]);
            }
        });
    }

    /** Whoever has another line in the place of the one that begins so. */
    private static Fault replaced(String name, String caughtBy, String beginning, String line) {
        return Fault.ofClient(name, caughtBy, new AskSteps() {
            @Override
            List<String> request(String host, String key) {
                return super.request(host, key).stream()
                        .flatMap(each -> !each.startsWith(beginning)
                                ? Stream.of(each)
                                : Stream.of(line).filter(other -> !other.isEmpty()))
                        .toList();
            }
        });
    }
}
