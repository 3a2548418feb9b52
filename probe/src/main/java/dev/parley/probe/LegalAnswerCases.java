package dev.parley.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers with which a client must open the connection, though they look unusual (RFC 6455 §4.1, RFC 9112). */
final class LegalAnswerCases {
    private static final String ACCEPT = "Sec-WebSocket-Accept";
    private static final String OPENS = "The client opens the connection, and echoes.";
    private static final String MAY_REFUSE = OPENS + " Tolerated: it fails the connection.";

    private LegalAnswerCases() {}

    static void add(CaseList list) {
        CaseList answers = list.by("RFC 6455 §4.1");
        legal(answers, "plain", "A plain answer.", answer -> answer);
        legal(answers, "upgrade-capitalised", "Upgrade: WebSocket.", answer -> answer.with("Upgrade", "WebSocket"));
        legal(answers, "upgrade-upper-case", "Upgrade: WEBSOCKET.", answer -> answer.with("Upgrade", "WEBSOCKET"));
        legal(answers, "connection-lower-case", "Connection: upgrade.", answer -> answer.with("Connection", "upgrade"));
        legal(answers, "connection-odd-case", "Connection: uPgRaDe.", answer -> answer.with("Connection", "uPgRaDe"));
        legal(
                answers,
                "connection-list-last",
                "Connection: keep-alive, Upgrade.",
                answer -> answer.with("Connection", "keep-alive, Upgrade"));
        legal(
                answers,
                "connection-list-first",
                "Connection: Upgrade,foo.",
                answer -> answer.with("Connection", "Upgrade,foo"));
        legal(
                answers,
                "connection-two-fields",
                "Connection twice.",
                answer -> answer.with("Connection", "keep-alive").adding("Connection: Upgrade"));
        legal(
                answers,
                "accept-blanks-around",
                "Sec-WebSocket-Accept with blanks and tabs around it.",
                answer -> new Answer(
                        answer.line(),
                        answer.fields().stream()
                                .map(field -> field.startsWith(ACCEPT) ? field.replace(": ", ": \t ") + " \t" : field)
                                .toList(),
                        "",
                        new byte[0]));
        addSyntax(list.by("RFC 9112 §4, §5"));
        addInterim(
                list.by("RFC 9110 §15.2")
                        .noting(
                                "RFC 9110 §15.2: a client \"MUST be able to parse one or more 1xx responses received prior to a final"
                                        + " response\". RFC 6455 §4.1 hands any status but 101 over to HTTP. Few WebSocket clients do it."));
        addTogether(list);
    }

    private static void addSyntax(CaseList list) {
        fields(
                list,
                "names-in-small-letters",
                "All field names in small letters.",
                field -> field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT)
                        + field.substring(field.indexOf(':')));
        fields(
                list,
                "names-in-capitals",
                "All field names in capital letters.",
                field -> field.substring(0, field.indexOf(':')).toUpperCase(Locale.ROOT)
                        + field.substring(field.indexOf(':')));
        fields(list, "no-blank-after-colon", "No blank after any colon.", field -> field.replaceFirst(": ", ":"));
        fields(
                list,
                "blanks-around-values",
                "Blanks around all values.",
                field -> field.replaceFirst(": ", ":   ") + "   ");
        legal(list, "reverse-order", "The fields in reverse order.", answer -> {
            List<String> reversed = new ArrayList<>(answer.fields());
            Collections.reverse(reversed);
            return answer.withFields(reversed);
        });
        legal(
                list,
                "more-fields",
                "Fields that many servers add.",
                answer -> answer.adding("Server: x")
                        .adding("Date: Tue, 01 Jan 2030 00:00:00 GMT")
                        .adding("Set-Cookie: a=b")
                        .adding("X-Unknown: :::")
                        .adding("X-Empty:"));
        legal(
                list,
                "version-field",
                "Sec-WebSocket-Version: 13, which no answer needs.",
                answer -> answer.adding("Sec-WebSocket-Version: 13"));
        legal(
                list,
                "cookie-of-2-kib",
                "A field of 2 KiB.",
                answer -> answer.adding("Set-Cookie: a=" + "b".repeat(2048)));
        legal(
                list,
                "reason-other",
                "The reason phrase \"Web Socket Protocol Handshake\".",
                answer -> answer.withLine("HTTP/1.1 101 Web Socket Protocol Handshake"));
        legal(list, "reason-empty", "An empty reason phrase.", answer -> answer.withLine("HTTP/1.1 101 "));
        lenient(
                list,
                "reason-missing",
                "No reason phrase, and no blank before it.",
                answer -> answer.withLine("HTTP/1.1 101"));
        lenient(
                list,
                "reason-not-ascii",
                "A reason phrase with a byte above 7F.",
                answer -> answer.withLine("HTTP/1.1 101 S\u00e9"));
        lenient(list, "100-fields", "100 more fields.", answer -> {
            List<String> more = new ArrayList<>(answer.fields());
            for (int i = 0; i < 100; i++) {
                more.add("X-Unknown-" + i + ": value");
            }
            return answer.withFields(more);
        });
        lenient(
                list,
                "content-length-0",
                "Content-Length: 0, which no answer 101 may have.",
                answer -> answer.adding("Content-Length: 0"));
        list.addForClient(
                "answer.lf-alone",
                "All lines end with LF alone, which a recipient MAY recognise (RFC 9112 §2.2).",
                "The connection opens and works, or is failed.",
                peer -> {
                    Finding found = opened(peer, withLfAlone(peer.answer()).bytes(), true);
                    return found.verdict() == Verdict.TOLERATED ? Finding.pass(found.observed()) : found;
                });
        lenient(list, "folded", "A field folded over two lines.", answer -> answer.adding("X-Unknown: a,\r\n b"));
    }

    private static Answer withLfAlone(Answer answer) {
        String head = answer.line() + "\n" + String.join("\n", answer.fields()) + "\n\n";
        return answer.raw(head);
    }

    private static void addInterim(CaseList list) {
        lenient(list, "interim-100", "First an answer 100.", answer -> answer.after("HTTP/1.1 100 Continue\r\n\r\n"));
        lenient(list, "interim-102", "First an answer 102.", answer -> answer.after("HTTP/1.1 102 Processing\r\n\r\n"));
        lenient(
                list,
                "interim-103",
                "First an answer 103 with a field.",
                answer -> answer.after("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"));
        lenient(
                list,
                "interim-two",
                "First two answers 103.",
                answer -> answer.after("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"));
    }

    private static void addTogether(CaseList list) {
        CaseList together = list.by("RFC 6455 §4.2.2");
        Frame[] texts = {Frame.text("first"), Frame.binary(Payloads.random(300)), Frame.text("third")};
        for (int count = 1; count <= texts.length; count++) {
            int frames = count;
            together.addForClient(
                    "answer.together-with-" + count,
                    "The answer and frames in one segment: " + count + ".",
                    "All come back.",
                    peer -> together(peer, Arrays.copyOf(texts, frames)));
        }
        together.addForClient(
                "answer.together-with-64-kib",
                "The answer and a message of 65,000 bytes in one write.",
                "It comes back.",
                peer -> together(peer, Frame.binary(Payloads.random(65_000))));
        together.addForClient(
                "answer.together-with-fragments",
                "The answer and a message in three fragments in one segment.",
                "It comes back.",
                peer -> {
                    Frame[] frames = FragmentationCases.fragments(Opcodes.TEXT, "a", "b", "c");
                    Conversation conversation = peer.answer(
                            peer.answer().before(FrameWriter.to(Role.CLIENT).write(frames)));
                    return Echo.of(frames).await(conversation);
                });
        together.addForClient(
                "answer.together-with-close",
                "The answer and a Close frame in one segment.",
                Closing.EXPECTED,
                peer -> {
                    byte[] close = FrameWriter.to(Role.CLIENT).write(Frame.close(1000));
                    Conversation conversation = peer.answer(peer.answer().before(close));
                    return new Closing(1000).awaitOnly(conversation);
                });
        together.addForClient(
                "answer.together-with-ping", "The answer and a ping in one segment.", "A pong comes.", peer -> {
                    byte[] ping = FrameWriter.to(Role.CLIENT).write(Frame.ping("early"));
                    Conversation conversation = peer.answer(peer.answer().before(ping));
                    Event event = conversation.next();
                    conversation.finish();
                    return event.equals(Frame.pong("early"))
                            ? Finding.pass("It came.")
                            : Finding.fail("Instead of the pong came " + event + ".");
                });
    }

    private static Finding together(ClientPeer peer, Frame... frames) throws InterruptedException {
        Conversation conversation =
                peer.answer(peer.answer().before(FrameWriter.to(Role.CLIENT).write(frames)));
        for (Frame frame : frames) {
            Echo.of(frame).expect(conversation);
        }
        conversation.finish();
        return Finding.pass("All came back.");
    }

    private static void fields(CaseList list, String name, String title, UnaryOperator<String> change) {
        legal(
                list,
                name,
                title,
                answer -> answer.withFields(answer.fields().stream().map(change).toList()));
    }

    private static void legal(CaseList list, String name, String title, UnaryOperator<Answer> change) {
        list.addForClient(
                "answer." + name,
                title,
                OPENS,
                peer -> opened(peer, change.apply(peer.answer()).bytes(), false));
    }

    private static void lenient(CaseList list, String name, String title, UnaryOperator<Answer> change) {
        list.addForClient(
                "answer." + name,
                title,
                MAY_REFUSE,
                peer -> opened(peer, change.apply(peer.answer()).bytes(), true));
    }

    private static Finding opened(ClientPeer peer, byte[] answer, boolean mayRefuse) throws InterruptedException {
        peer.wire().write(answer);
        Conversation conversation = peer.converse(Optional.empty());
        Frame hello = Frame.text("hello");
        conversation.send(hello);
        if (mayRefuse && conversation.peek(conversation.options().patience()) instanceof Event.End) {
            return Finding.tolerated("It failed the connection.");
        }
        Echo.of(hello).expect(conversation);
        conversation.finish();
        return Finding.pass("It opened the connection, and echoed.");
    }
}
