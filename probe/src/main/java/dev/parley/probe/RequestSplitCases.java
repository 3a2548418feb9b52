package dev.parley.probe;

import java.time.Duration;
import java.util.Arrays;

/** Requests that arrive in pieces, or with more than was asked for (RFC 6455 §4.2). */
final class RequestSplitCases {
    private RequestSplitCases() {}

    static void add(CaseList list) {
        CaseList splits = list.by("RFC 6455 §4.2");
        String[] lines = {"request-line", "host", "upgrade", "connection", "key", "version", "empty-line"};
        for (int i = 0; i < lines.length; i++) {
            int line = i;
            splits.addForServer(
                    "split." + lines[i],
                    "A plain request in two TCP segments, cut at each byte of one of its lines: " + lines[i] + ".",
                    "The connection opens each time.",
                    peer -> cutLine(peer, line, lines.length));
        }
        splits.addForServer(
                "split.segments-of-1",
                "A plain request in TCP segments of one byte.",
                Leeway.MUST_OPEN.expected(),
                peer -> {
                    Request request = peer.request();
                    Wire wire = peer.dial();
                    wire.write(request.bytes(), 1, Duration.ofNanos(200_000));
                    return Leeway.MUST_OPEN.judge(peer, request, wire);
                });
        splits.addForServer(
                "split.pause",
                "A plain request with a pause of half a second in the middle.",
                Leeway.MUST_OPEN.expected(),
                peer -> {
                    Request request = peer.request();
                    byte[] bytes = request.bytes();
                    Wire wire = peer.dial();
                    wire.write(Arrays.copyOf(bytes, 60));
                    Thread.sleep(500);
                    wire.write(Arrays.copyOfRange(bytes, 60, bytes.length));
                    return Leeway.MUST_OPEN.judge(peer, request, wire);
                });
        addTogether(list);
    }

    private static Finding cutLine(ServerPeer peer, int line, int lines) throws InterruptedException {
        int length = peer.request().bytes().length;
        int from = start(peer.request(), line);
        int to = line + 1 == lines ? length : start(peer.request(), line + 1);
        for (int cut = Math.max(1, from); cut < to; cut++) {
            Request request = peer.request();
            byte[] bytes = request.bytes();
            Wire wire = peer.dial();
            wire.write(Arrays.copyOf(bytes, cut));
            Thread.sleep(2);
            wire.write(Arrays.copyOfRange(bytes, cut, bytes.length));
            Event answer = HeadReader.read(wire, peer.options().patience());
            wire.close();
            if (!(answer instanceof HttpHead head) || head.status() != 101) {
                return Finding.fail("Cut after byte " + cut + ", the answer was " + answer + ".");
            }
        }
        return Finding.pass("It opened wherever the request was cut.");
    }

    /** Where that line of the request begins: the request line is 0, the empty line the last. */
    private static int start(Request request, int line) {
        int start = 0;
        for (int i = 0; i < line; i++) {
            // Fields that the owner of the run adds count as part of the empty line.
            start += (i == 0 ? request.line() : request.fields().get(i - 1)).length() + 2;
        }
        return start;
    }

    private static void addTogether(CaseList list) {
        CaseList together = list.by("RFC 6455 §4.1")
                .noting(
                        "RFC 6455 §4.1: the client \"MUST wait for a response from the server before sending any further data\"."
                                + " So nobody can count on what is sent earlier; a server that takes it is kind.");
        together.addForServer(
                "together.request-and-frame",
                "A plain request and a text frame in one segment.",
                "The connection opens, and the frame comes back. Tolerated: refused, or failed afterwards.",
                RequestSplitCases::withFrame);
        together.addForServer(
                "together.two-requests",
                "Two plain requests in one segment.",
                "The first one is answered. What the server makes of the second one as frames is its own affair.",
                RequestSplitCases::twice);
        list.by("RFC 9112 §9.3")
                .addForServer(
                        "together.plain-get-first",
                        "On one TCP connection a GET without Upgrade, and when it is answered, a plain opening request.",
                        "Both are answered, or the connection ends after the first.",
                        RequestSplitCases::afterPlainGet);
    }

    private static Finding withFrame(ServerPeer peer) throws InterruptedException {
        Request request = peer.request();
        Wire wire = peer.dial();
        Frame early = Frame.text("early");
        wire.write(Joined.of(request.bytes(), FrameWriter.to(Role.SERVER).write(early)));
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (!(answer instanceof HttpHead head) || head.status() != 101) {
            return Leeway.SHOULD_OPEN.judge(answer, peer.options());
        }
        Conversation conversation = peer.opened(request, wire, head);
        Event event = conversation.next();
        conversation.finish();
        return event.equals(early)
                ? Finding.pass("It opened, and the frame came back.")
                : Finding.tolerated("It opened, and then came " + event + ".");
    }

    private static Finding twice(ServerPeer peer) throws InterruptedException {
        Request request = peer.request();
        Wire wire = peer.dial();
        wire.write(Joined.of(request.bytes(), request.bytes()));
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (!(answer instanceof HttpHead head) || head.status() != 101) {
            return Leeway.EITHER.judge(answer, peer.options());
        }
        Event second = HeadReader.read(wire, peer.options().quiet());
        return second instanceof HttpHead again && again.status() == 101
                ? Finding.fail("Both were answered with 101: the second is data of the first.")
                : Finding.pass("Only the first was answered: " + head + ".");
    }

    private static Finding afterPlainGet(ServerPeer peer) throws InterruptedException {
        Wire wire = peer.dial();
        wire.write(peer.request().without("Upgrade").without("Connection").bytes());
        Event first = HeadReader.read(wire, peer.options().patience());
        if (!(first instanceof HttpHead head) || head.status() == 101) {
            return Leeway.NO_WEBSOCKET.judge(first, peer.options());
        }
        int body =
                head.first("Content-Length").matches("\\d{1,6}") ? Integer.parseInt(head.first("Content-Length")) : -1;
        for (int came = 0; came < body && !wire.ended(); ) {
            byte[] more = wire.take(peer.options().patience());
            came = more.length == 0 ? body : came + more.length;
        }
        if (body < 0 || head.tokens("Connection").contains("close")) {
            return Finding.pass("The first was answered: " + head + ", and the connection is not to be used again.");
        }
        Request request = peer.request();
        wire.write(request.bytes());
        Finding second = Leeway.EITHER.judge(peer, request, wire);
        return new Finding(second.verdict(), "First: " + head + ". Then: " + second.observed());
    }
}
