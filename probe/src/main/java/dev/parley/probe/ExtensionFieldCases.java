package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

/** Sec-WebSocket-Extensions with what no server knows, and what no grammar allows (RFC 6455 §9.1). */
final class ExtensionFieldCases {
    private ExtensionFieldCases() {}

    static void add(CaseList list) {
        CaseList unknown = list.by("RFC 6455 §9.1");
        offered(unknown, "unknown", "x-nobody-knows", Leeway.MUST_OPEN);
        offered(unknown, "unknown-with-parameters", "x-nobody-knows; a; b=1; c=\"2\"", Leeway.MUST_OPEN);
        offered(unknown, "three-unknown", "x-one, x-two; a=b, x-three", Leeway.MUST_OPEN);
        offered(unknown, "same-twice", "x-same, x-same", Leeway.MUST_OPEN);
        offered(unknown, "withdrawn", "permessage-compress; method=deflate", Leeway.MUST_OPEN);
        offered(unknown, "named-like-code", "constructor, __proto__, toString, hasOwnProperty", Leeway.MUST_OPEN);
        offered(unknown, "empty-elements", ", x-one, , x-two,", Leeway.SHOULD_OPEN);
        offered(unknown, "upper-case", "X-NOBODY-KNOWS", Leeway.MUST_OPEN);
        offered(unknown, "200-unknown", "x-a;b=c".repeat(1) + ", x-a;b=c".repeat(199), Leeway.SHOULD_OPEN);
        request(
                unknown,
                "extensions.two-fields",
                "Two fields with an unknown extension each.",
                Leeway.MUST_OPEN,
                request -> request.offering("x-one").offering("x-two; a"));
        CaseList malformed = list.by("RFC 6455 §9.1")
                .noting(
                        "RFC 6455 §9.1: who parses a value that does not conform to the grammar \"MUST immediately _Fail the"
                                + " WebSocket Connection_\". A server without extensions need not parse it, so to open is tolerated.");
        offered(malformed, "bad.empty", "", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.semicolon-alone", ";", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.no-name", "; a=b", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.semicolon-at-end", "x-a;", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.no-parameter-name", "x-a; =b", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.no-value", "x-a; b=", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.two-words", "x-a b", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.slash", "x/a", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.quoted-name", "\"x-a\"", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.unclosed-quote", "x-a; b=\"c", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.empty-quotes", "x-a; b=\"\"", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.quoted-blank", "x-a; b=\"c d\"", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.text-after-quote", "x-a; b=\"c\"d", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.not-ascii", "x-\u00e9", Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.thousands-of-backslashes", "x-a; b=\"" + "\\".repeat(5000), Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.thousands-of-semicolons", "x-a" + ";".repeat(5000), Leeway.SHOULD_REFUSE);
        offered(malformed, "bad.thousands-of-blanks", "x-a" + " ".repeat(5000) + "b", Leeway.SHOULD_REFUSE);
    }

    private static void offered(CaseList list, String name, String value, Leeway leeway) {
        request(
                list,
                "extensions." + name,
                "Sec-WebSocket-Extensions: \"" + Quoted.of(value) + "\".",
                leeway,
                request -> request.offering(value));
    }
}
