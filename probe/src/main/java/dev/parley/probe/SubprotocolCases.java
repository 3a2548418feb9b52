package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sec-WebSocket-Protocol: one of those asked for may be chosen, or none (RFC 6455 §4.2.2, §11.3.4). */
final class SubprotocolCases {
    private SubprotocolCases() {}

    static void add(CaseList list) {
        CaseList good = list.by("RFC 6455 §4.2.2");
        asked(good, "one", "x-nobody-speaks", Leeway.SHOULD_OPEN);
        asked(good, "three", "x-one, x-two, x-three", Leeway.SHOULD_OPEN);
        asked(good, "without-blanks", "x-one,x-two", Leeway.SHOULD_OPEN);
        asked(good, "with-tabs", "x-one\t,\tx-two", Leeway.SHOULD_OPEN);
        asked(good, "odd-characters", "!#$%&'*+-.^_`|~", Leeway.SHOULD_OPEN);
        asked(good, "differing-in-case", "chat, CHAT", Leeway.SHOULD_OPEN);
        asked(good, "named-like-code", "constructor, __proto__", Leeway.SHOULD_OPEN);
        asked(
                good,
                "100",
                IntStream.range(0, 100).mapToObj(i -> "x-" + i).collect(Collectors.joining(", ")),
                Leeway.SHOULD_OPEN);
        asked(good, "1000-characters", "x".repeat(1000), Leeway.SHOULD_OPEN);
        request(
                good,
                "subprotocol.two-fields",
                "Two fields with a subprotocol each.",
                Leeway.SHOULD_OPEN,
                request -> request.asking("x-one").asking("x-two"));
        CaseList bad = list.by("RFC 6455 §4.1, §4.2.1")
                .noting(
                        "RFC 6455 §4.1: the elements \"MUST all be unique strings\" of token characters. A server that speaks no"
                                + " subprotocol may not look at them, so to open is tolerated.");
        asked(bad, "bad.empty", "", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.comma-alone", ",", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.same-twice", "chat, chat", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.two-words", "chat room", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.at-sign", "chat@room", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.slash", "chat/1", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.quoted", "\"chat\"", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.not-ascii", "ch\u00e4t", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.control-character", "ch\u0001t", Leeway.SHOULD_REFUSE);
        asked(bad, "bad.thousands-of-blanks", "b" + " ".repeat(5000) + "x", Leeway.SHOULD_REFUSE);
        request(
                bad,
                "subprotocol.bad.same-in-two-fields",
                "Two fields with the same subprotocol.",
                Leeway.SHOULD_REFUSE,
                request -> request.asking("chat").asking("chat"));
    }

    private static void asked(CaseList list, String name, String value, Leeway leeway) {
        request(
                list,
                "subprotocol." + name,
                "Sec-WebSocket-Protocol: \"" + Quoted.of(value) + "\".",
                leeway,
                request -> request.asking(value));
    }
}
