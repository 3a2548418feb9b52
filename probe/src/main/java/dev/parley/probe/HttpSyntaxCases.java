package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Header fields as HTTP allows them, as it does not, and more of them than anybody needs (RFC 9112 §2.2, §5). */
final class HttpSyntaxCases {
    private HttpSyntaxCases() {}

    static void add(CaseList list) {
        addLegal(list.by("RFC 9112 §5, RFC 9110 §5"));
        addIllegal(list.by("RFC 9112 §5, §2.2, RFC 9110 §5.5"));
        addMany(list.by("RFC 6455 §10.4, RFC 9110 §5.4"));
        addFloods(list.by("RFC 6455 §10.4, RFC 9110 §5.4").alone());
    }

    private static void addLegal(CaseList list) {
        lines(list, "names-in-small-letters", "All field names in small letters.", HttpSyntaxCases::lowerCase);
        lines(list, "names-in-capitals", "All field names in capital letters.", HttpSyntaxCases::upperCase);
        lines(list, "no-blank-after-colon", "No blank after any colon.", line -> line.replaceFirst(": ", ":"));
        lines(
                list,
                "blanks-around-values",
                "Blanks and tabs around all values.",
                line -> line.replaceFirst(": ", ": \t ") + " \t ");
        request(list, "http-syntax.reverse-order", "The fields in reverse order.", Leeway.MUST_OPEN, request -> {
            List<String> reversed = new ArrayList<>(request.fields());
            Collections.reverse(reversed);
            return new Request(request.line(), reversed, "");
        });
        request(
                list,
                "http-syntax.unknown-fields",
                "Ten fields that nobody knows.",
                Leeway.MUST_OPEN,
                request -> many(request, 10, "X-Unknown-%d: value"));
        request(
                list,
                "http-syntax.same-field-thrice",
                "An unknown field three times.",
                Leeway.MUST_OPEN,
                request -> many(request, 3, "X-Unknown: %d"));
        request(
                list,
                "http-syntax.empty-value",
                "An unknown field without a value.",
                Leeway.MUST_OPEN,
                request -> request.adding("X-Unknown:"));
        request(
                list,
                "http-syntax.odd-name",
                "A field whose name has every odd character.",
                Leeway.MUST_OPEN,
                request -> request.adding("X-!#$%&'*+.^_`|~: value"));
        request(
                list,
                "http-syntax.colons-in-value",
                "A value of colons.",
                Leeway.MUST_OPEN,
                request -> request.adding("X-Unknown: :::"));
        request(
                list,
                "http-syntax.not-ascii-value",
                "A value with bytes above 7F.",
                Leeway.SHOULD_OPEN,
                request -> request.adding("X-Unknown: \u00e9\u00ff"));
    }

    private static void lines(CaseList list, String name, String title, UnaryOperator<String> change) {
        request(
                list,
                "http-syntax." + name,
                title,
                Leeway.MUST_OPEN,
                request -> new Request(
                        request.line(), request.fields().stream().map(change).toList(), ""));
    }

    private static String lowerCase(String line) {
        int colon = line.indexOf(':');
        return line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
    }

    private static String upperCase(String line) {
        int colon = line.indexOf(':');
        return line.substring(0, colon).toUpperCase(Locale.ROOT) + line.substring(colon);
    }

    private static void addIllegal(CaseList list) {
        request(
                list,
                "http-syntax.bad.blank-before-colon",
                "A blank between Upgrade and its colon.",
                Leeway.MUST_REFUSE,
                request -> request.without("Upgrade").adding("Upgrade : websocket"));
        request(
                list,
                "http-syntax.bad.blank-in-name",
                "A field name with a blank in it.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding("X Unknown: value"));
        request(
                list,
                "http-syntax.bad.no-colon",
                "A line without a colon.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding("this is no field"));
        request(
                list,
                "http-syntax.bad.no-name",
                "A line that begins with its colon.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding(": value"));
        request(
                list,
                "http-syntax.bad.nul-in-value",
                "A value with a NUL in it.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding("X-Unknown: a\0b"));
        request(
                list,
                "http-syntax.bad.cr-in-value",
                "A value with a CR in it, without LF.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding("X-Unknown: a\rb"));
        request(
                list,
                "http-syntax.bad.control-in-name",
                "A field name with a control character.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding("X-\u0001: value"));
        request(
                list,
                "http-syntax.bad.name-not-ascii",
                "A field name with a byte above 7F.",
                Leeway.SHOULD_REFUSE,
                request -> request.adding("X-\u00e9: value"));
        request(
                list,
                "http-syntax.bad.blank-first-line",
                "The first field begins with a blank.",
                Leeway.EITHER,
                request -> {
                    List<String> fields = new ArrayList<>(request.fields());
                    fields.set(0, " " + fields.get(0));
                    return new Request(request.line(), fields, "");
                });
        request(
                list,
                "http-syntax.folded-value",
                "A value folded over two lines.",
                Leeway.EITHER,
                request -> request.adding("X-Unknown: a,\r\n b"));
        request(
                list,
                "http-syntax.folded-connection",
                "Connection folded over two lines.",
                Leeway.EITHER,
                request -> request.with("Connection", "keep-alive,\r\n Upgrade"));
        list.addForServer("http-syntax.lf-alone", "All lines end with LF alone.", Leeway.EITHER.expected(), peer -> {
            Request request = peer.request();
            Wire wire = peer.dial();
            String text = new String(request.bytes(), StandardCharsets.ISO_8859_1);
            wire.write(text.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
            return Leeway.EITHER.judge(peer, request, wire);
        });
    }

    private static void addMany(CaseList list) {
        request(
                list,
                "http-size.field-of-2-kib",
                "A field of 2 KiB.",
                Leeway.SHOULD_OPEN,
                request -> request.adding("Cookie: a=" + "b".repeat(2048)));
        request(
                list,
                "http-size.field-of-8-kib",
                "A field of 8 KiB.",
                Leeway.EITHER,
                request -> request.adding("Cookie: a=" + "b".repeat(8192)));
        request(
                list,
                "http-size.field-of-64-kib",
                "A field of 64 KiB.",
                Leeway.EITHER,
                request -> request.adding("Cookie: a=" + "b".repeat(65536)));
        request(
                list,
                "http-size.40-fields",
                "40 more fields.",
                Leeway.SHOULD_OPEN,
                request -> many(request, 40, "X-Unknown-%d: value"));
    }

    private static void addFloods(CaseList list) {
        request(
                list,
                "http-size.field-of-1-mib",
                "A field of 1 MiB.",
                Leeway.EITHER,
                request -> request.adding("Cookie: a=" + "b".repeat(1 << 20)));
        request(
                list,
                "http-size.1000-fields",
                "1,000 more fields.",
                Leeway.EITHER,
                request -> many(request, 1000, "X-Unknown-%d: value"));
        request(
                list,
                "http-size.20000-fields",
                "20,000 more fields.",
                Leeway.EITHER,
                request -> many(request, 20_000, "X-%d: v"));
        list.addForServer(
                "http-size.no-end",
                "Fields without an end: 1 MiB, and no empty line.",
                "The server refuses, or ends the connection. Tolerated: it waits.",
                HttpSyntaxCases::noEnd);
    }

    private static Finding noEnd(ServerPeer peer) throws InterruptedException {
        Request request = many(peer.request(), 60_000, "X-%d: value");
        byte[] bytes = request.bytes();
        Wire wire = peer.dial();
        wire.write(Arrays.copyOf(bytes, Math.min(bytes.length, 1 << 20) - 2));
        Event answer = HeadReader.read(wire, peer.options().patience());
        if (answer instanceof HttpHead head) {
            return head.status() >= 400
                    ? Finding.pass("It refused: " + head + ".")
                    : Finding.fail("To a request without an end the answer was " + head + ".");
        }
        return answer instanceof Event.End
                ? Finding.pass("It ended the TCP connection.")
                : Finding.tolerated("It took 1 MiB of header fields and waits for more.");
    }

    private static Request many(Request request, int count, String format) {
        List<String> fields = new ArrayList<>(request.fields());
        for (int i = 0; i < count; i++) {
            fields.add(String.format(format, i));
        }
        return new Request(request.line(), fields, "");
    }
}
