package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Answers with which a client must fail the connection (RFC 6455 §4.1). */
final class IllegalAnswerCases {
    private static final String ACCEPT = "Sec-WebSocket-Accept";

    private IllegalAnswerCases() {}

    static void add(CaseList list) {
        addAccept(list.by("RFC 6455 §4.1, §4.2.2"));
        addFields(list.by("RFC 6455 §4.1"));
        addStatus(list.by("RFC 6455 §4.1"));
        addStatusLines(list.by("RFC 6455 §4.1, RFC 9112 §4"));
        addUnasked(list.by("RFC 6455 §4.1, §9.1"));
    }

    private static void addAccept(CaseList list) {
        refused(list, "accept-missing", "No Sec-WebSocket-Accept.", answer -> answer.without(ACCEPT));
        refused(list, "accept-empty", "An empty Sec-WebSocket-Accept.", answer -> answer.with(ACCEPT, ""));
        refused(
                list,
                "accept-wrong",
                "The Sec-WebSocket-Accept of another key.",
                answer -> answer.with(ACCEPT, HandshakeKey.accept(HandshakeKey.random())));
        refused(
                list,
                "accept-of-the-rfc",
                "The Sec-WebSocket-Accept of the RFC's sample.",
                answer -> answer.with(ACCEPT, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        accept(
                list,
                "accept-small-letters",
                "The right value in small letters.",
                value -> value.toLowerCase(Locale.ROOT));
        accept(list, "accept-capitals", "The right value in capital letters.", value -> value.toUpperCase(Locale.ROOT));
        accept(
                list,
                "accept-swapped-case",
                "The right value, but for the case of one letter.",
                IllegalAnswerCases::swapCase);
        accept(
                list,
                "accept-cut",
                "The right value without its last character.",
                value -> value.substring(0, value.length() - 1));
        accept(list, "accept-more", "The right value and one character more.", value -> value + "A");
        accept(list, "accept-quoted", "The right value in quotation marks.", value -> "\"" + value + "\"");
        accept(list, "accept-list", "The right value twice, as a list.", value -> value + ", " + value);
        list.addForClient(
                "answer-refused.accept-is-key",
                "The key itself as Sec-WebSocket-Accept.",
                NotOpened.EXPECTED,
                peer -> NotOpened.judge(
                        peer, peer.answer().with(ACCEPT, peer.request().first("Sec-WebSocket-Key"))));
        CaseList twice = list.by("RFC 6455 §11.3.3")
                .noting(
                        "RFC 6455 §11.3.3: the field \"MUST NOT appear more than once in an HTTP response.\" The client is not"
                                + " told to look for it.");
        twice.addForClient(
                "answer-refused.accept-twice",
                "The right Sec-WebSocket-Accept twice.",
                NotOpened.EXPECTED + " Tolerated: it opens.",
                peer -> NotOpened.judgeLeniently(peer, peer.answer().adding(field(peer.answer(), ACCEPT))));
        refused(
                list,
                "accept-wrong-then-right",
                "A wrong Sec-WebSocket-Accept, and the right one after it.",
                answer -> answer.without(ACCEPT)
                        .adding(ACCEPT + ": " + HandshakeKey.accept("x"))
                        .adding(field(answer, ACCEPT)));
    }

    private static String swapCase(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isLetter(c)) {
                char swapped = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
                return value.substring(0, i) + swapped + value.substring(i + 1);
            }
        }
        return value + "x";
    }

    private static String field(Answer answer, String name) {
        return answer.fields().stream()
                .filter(field -> field.startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static void addFields(CaseList list) {
        refused(list, "upgrade-missing", "No Upgrade.", answer -> answer.without("Upgrade"));
        refused(list, "upgrade-empty", "An empty Upgrade.", answer -> answer.with("Upgrade", ""));
        refused(list, "upgrade-h2c", "Upgrade: h2c.", answer -> answer.with("Upgrade", "h2c"));
        refused(list, "upgrade-plural", "Upgrade: websockets.", answer -> answer.with("Upgrade", "websockets"));
        refused(
                list,
                "upgrade-list",
                "Upgrade: websocket, h2c; nobody can change to both.",
                answer -> answer.with("Upgrade", "websocket, h2c"));
        refused(list, "connection-missing", "No Connection.", answer -> answer.without("Connection"));
        refused(list, "connection-empty", "An empty Connection.", answer -> answer.with("Connection", ""));
        refused(list, "connection-close", "Connection: close.", answer -> answer.with("Connection", "close"));
        refused(
                list,
                "connection-keep-alive",
                "Connection: keep-alive.",
                answer -> answer.with("Connection", "keep-alive"));
        refused(list, "connection-plural", "Connection: Upgrades.", answer -> answer.with("Connection", "Upgrades"));
        refused(
                list,
                "connection-joined",
                "Connection: \"keep-alive Upgrade\", without a comma.",
                answer -> answer.with("Connection", "keep-alive Upgrade"));
        refused(
                list,
                "both-missing",
                "Neither Upgrade nor Connection.",
                answer -> answer.without("Upgrade").without("Connection"));
    }

    private static void addStatus(CaseList list) {
        for (String line : new String[] {
            "200 OK",
            "201 Created",
            "204 No Content",
            "301 Moved Permanently",
            "302 Found",
            "304 Not Modified",
            "307 Temporary Redirect",
            "400 Bad Request",
            "401 Unauthorized",
            "403 Forbidden",
            "404 Not Found",
            "407 Proxy Authentication Required",
            "426 Upgrade Required",
            "429 Too Many Requests",
            "500 Internal Server Error",
            "503 Service Unavailable",
            "999 Nonsense"
        }) {
            String status = line.substring(0, 3);
            list.addForClient(
                    "answer-refused.status-" + status,
                    "The status " + line + ", with every field that opens a connection, and Connection: close.",
                    NotOpened.expected(line),
                    peer -> NotOpened.judge(peer, answer(peer, line)));
        }
        list.addForClient(
                "answer-refused.status-only-100",
                "An answer 100, no other one, and frames.",
                NotOpened.expected("HTTP/1.1 100 Continue"),
                peer -> NotOpened.judge(peer, peer.answer().withLine("HTTP/1.1 100 Continue")));
        list.addForClient(
                "answer-refused.status-200-page",
                "The status 200 and a page, as from a server that knows no WebSocket.",
                NotOpened.expected("HTTP/1.1 200 OK"),
                peer -> NotOpened.judge(
                        peer,
                        peer.answer()
                                .withLine("HTTP/1.1 200 OK")
                                .without("Upgrade")
                                .without(ACCEPT)
                                .with("Connection", "close")
                                .adding("Content-Type: text/html")
                                .before("<p>Hello</p>".getBytes(StandardCharsets.US_ASCII))));
    }

    private static Answer answer(ClientPeer peer, String line) {
        // With "close", or HTTP may keep the connection for its next request.
        Answer answer = peer.answer()
                .withLine("HTTP/1.1 " + line)
                .with("Connection", "Upgrade, close")
                .adding("Content-Length: 0");
        if (line.startsWith("30")) {
            // To a place where nothing is; whoever goes there finds out.
            answer = answer.adding("Location: http://" + peer.request().first("Host") + "/nowhere");
        }
        return line.startsWith("401") ? answer.adding("WWW-Authenticate: Basic realm=\"x\"") : answer;
    }

    private static void addStatusLines(CaseList list) {
        line(list, "misspelt", "HTP/1.1 101 Switching Protocols");
        line(list, "no-version", "101 Switching Protocols");
        line(list, "no-status", "HTTP/1.1 Switching Protocols");
        line(list, "two-digits", "HTTP/1.1 10 Switching Protocols");
        line(list, "four-digits", "HTTP/1.1 1010 Switching Protocols");
        line(list, "letters", "HTTP/1.1 1O1 Switching Protocols");
        line(list, "negative", "HTTP/1.1 -101 Switching Protocols");
        line(list, "empty", "");
        line(list, "request", "GET / HTTP/1.1");
        for (String version : new String[] {"1.0", "2.0", "0.9"}) {
            list.noting(
                            "HTTP/1.0 knows no Upgrade, and RFC 6455 §4.2.2 shows \"HTTP/1.1 101\". The client is not told to"
                                    + " look at the version.")
                    .addForClient(
                            "answer-refused.line-http-" + version,
                            "The status line \"HTTP/" + version + " 101 Switching Protocols\".",
                            NotOpened.EXPECTED + " Tolerated: it opens.",
                            peer -> NotOpened.judgeLeniently(
                                    peer, peer.answer().withLine("HTTP/" + version + " 101 Switching Protocols")));
        }
    }

    private static void line(CaseList list, String name, String line) {
        list.addForClient(
                "answer-refused.line-" + name,
                "The status line \"" + line + "\".",
                NotOpened.expected(line),
                peer -> NotOpened.judge(peer, peer.answer().withLine(line)));
    }

    private static void addUnasked(CaseList list) {
        refused(
                list,
                "extension-unasked",
                "An extension that nobody offers is agreed to.",
                answer -> answer.agreeing("x-nobody-offers"));
        refused(
                list,
                "extension-unasked-with-parameter",
                "An extension that nobody offers, with a parameter.",
                answer -> answer.agreeing("permessage-bzip2; level=9"));
        refused(list, "extension-empty-name", "An agreement without a name.", answer -> answer.agreeing("; a=b"));
        refused(
                list,
                "subprotocol-unasked",
                "A subprotocol that nobody asked for.",
                answer -> answer.adding("Sec-WebSocket-Protocol: x-nobody-asks"));
        refused(
                list,
                "subprotocol-two",
                "Two subprotocols as a list.",
                answer -> answer.adding("Sec-WebSocket-Protocol: x-one, x-two"));
        refused(
                list,
                "subprotocol-two-fields",
                "Two fields with a subprotocol each.",
                answer -> answer.adding("Sec-WebSocket-Protocol: x-one").adding("Sec-WebSocket-Protocol: x-two"));
        list.addForClient(
                "answer-refused.subprotocol-empty",
                "An empty Sec-WebSocket-Protocol.",
                NotOpened.EXPECTED + " Tolerated: it opens.",
                peer -> NotOpened.judgeLeniently(peer, peer.answer().adding("Sec-WebSocket-Protocol:")));
    }

    private static void accept(CaseList list, String name, String title, UnaryOperator<String> change) {
        refused(
                list,
                name,
                title,
                answer -> answer.with(ACCEPT, change.apply(field(answer, ACCEPT).substring(ACCEPT.length() + 2))));
    }

    private static void refused(CaseList list, String name, String title, UnaryOperator<Answer> change) {
        list.addForClient(
                "answer-refused." + name,
                title,
                NotOpened.EXPECTED,
                peer -> NotOpened.judge(peer, change.apply(peer.answer())));
    }
}
