package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What arrives at a port and is no opening request: the drafts before the RFC, other protocols, half requests, nothing. */
final class NoRequestCases {
    private NoRequestCases() {}

    static void add(CaseList list) {
        addDrafts(list.by("RFC 6455 §4.2.1"));
        addGarbage(list.by("RFC 9112 §2.2, §3"));
        addHalf(list.by("RFC 9112 §8"));
    }

    private static void addDrafts(CaseList list) {
        request(
                list,
                "draft.hixie-75",
                "A request of the draft hixie-75, without a key.",
                Leeway.MUST_REFUSE,
                request -> request.without("Sec-WebSocket-Key")
                        .without("Sec-WebSocket-Version")
                        .with("Upgrade", "WebSocket")
                        .with("Origin", "http://example.com"));
        request(
                list,
                "draft.hixie-76",
                "A request of the draft hixie-76, with Sec-WebSocket-Key1, Sec-WebSocket-Key2 and eight bytes after its head.",
                Leeway.MUST_REFUSE,
                request -> new Request(
                        request.line(),
                        List.of(
                                "Host: " + request.first("Host"),
                                "Upgrade: WebSocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5",
                                "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00",
                                "Origin: http://example.com"),
                        "^n:ds[4U"));
        request(
                list,
                "draft.hybi-00-with-key",
                "A request that mixes the draft's two keys with the RFC's one.",
                Leeway.EITHER,
                request -> request.adding("Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5")
                        .adding("Sec-WebSocket-Key2: 12998 5 Y3 1  .P00"));
    }

    private static void addGarbage(CaseList list) {
        Map<String, byte[]> garbage = new LinkedHashMap<>();
        garbage.put("tls-hello", HexFormat.of().parseHex("16030100a5010000a10303".concat("5a".repeat(160))));
        garbage.put("http-2", ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        garbage.put("random-lines", Joined.of(Payloads.random(300), ascii("\r\n\r\n")));
        garbage.put("a-masked-frame", FrameWriter.to(Role.SERVER).write(Frame.text("no request before")));
        garbage.put("one-word", ascii("HELLO\r\n\r\n"));
        garbage.put("zeros", new byte[4096]);
        garbage.put("empty-lines", ascii("\r\n".repeat(500)));
        garbage.put("proxy-line", ascii("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n\r\n"));
        garbage.forEach((name, bytes) -> list.addForServer(
                "garbage." + name,
                "In place of a request: " + name.replace('-', ' ') + ". Then the probe ends its direction of TCP.",
                "The connection ends, with an HTTP answer that refuses or without one.",
                peer -> noSense(peer, bytes)));
    }

    private static Finding noSense(ServerPeer peer, byte[] bytes) throws InterruptedException {
        Wire wire = peer.dial();
        wire.write(bytes);
        wire.endOutput();
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (answer instanceof HttpHead head && head.status() == 101) {
            return Finding.fail("The connection was opened: " + head + ".");
        }
        if (answer instanceof Event.Silence) {
            return Finding.tolerated("It held on to the connection.");
        }
        Finding still = Leeway.MUST_OPEN.judge(peer, peer.request());
        return still.verdict() == Verdict.FAIL
                ? Finding.fail("Afterwards a plain request failed: " + still.observed())
                : Finding.pass("It answered with " + answer + ", and works on.");
    }

    private static void addHalf(CaseList list) {
        for (int cut : new int[] {0, 1, 10, 40, 100}) {
            list.addForServer(
                    "half." + cut + "-bytes",
                    "The first " + cut + " bytes of a request; then the probe ends its direction of TCP.",
                    "The connection ends, with an HTTP answer that refuses or without one.",
                    peer -> noSense(peer, Arrays.copyOf(peer.request().bytes(), cut)));
        }
        list.addForServer(
                "half.reset",
                "Half a request and a TCP reset, twenty times; then a plain request.",
                Leeway.MUST_OPEN.expected(),
                peer -> {
                    for (int i = 0; i < 20; i++) {
                        Wire wire = peer.dial();
                        wire.write(Arrays.copyOf(peer.request().bytes(), 5 + 5 * i));
                        wire.reset();
                    }
                    return Leeway.MUST_OPEN.judge(peer, peer.request());
                });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
