package dev.parley.probe;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a client asks (RFC 6455 §4.1). */
final class ClientRequestCases {
    private ClientRequestCases() {}

    static void add(CaseList list) {
        CaseList requests = list.by("RFC 6455 §4.1");
        judged(requests, "well-formed", "The request keeps every rule.", ClientPeer::faults);
        checked(
                requests,
                "method",
                "The method is GET.",
                head -> head.startLine().startsWith("GET "));
        checked(
                requests,
                "target",
                "The target is a path.",
                head -> head.startLine().matches("\\S+ /\\S* \\S+"));
        checked(
                requests,
                "target-without-fragment",
                "The target has no fragment.",
                head -> !head.startLine().contains("#"));
        checked(
                requests,
                "http-version",
                "The version is HTTP/1.1.",
                head -> head.startLine().endsWith(" HTTP/1.1"));
        checked(
                requests,
                "host",
                "There is one Host, not empty.",
                head -> head.all("Host").size() == 1 && !head.first("Host").isEmpty());
        checked(
                requests,
                "upgrade",
                "Upgrade has \"websocket\".",
                head -> head.tokens("Upgrade").contains("websocket"));
        checked(
                requests,
                "connection",
                "Connection has \"Upgrade\".",
                head -> head.tokens("Connection").contains("upgrade"));
        checked(
                requests,
                "key",
                "There is one key: 16 bytes in base64.",
                head -> head.all("Sec-WebSocket-Key").size() == 1
                        && head.first("Sec-WebSocket-Key").matches("[A-Za-z0-9+/]{21}[AQgw]=="));
        checked(
                requests,
                "version",
                "Sec-WebSocket-Version is 13, once.",
                head -> head.all("Sec-WebSocket-Version").equals(List.of("13")));
        checked(requests, "no-accept", "There is no Sec-WebSocket-Accept.", head -> !head.has("Sec-WebSocket-Accept"));
        checked(
                requests,
                "subprotocols",
                "Subprotocols, if any, are different tokens.",
                head -> head.all("Sec-WebSocket-Protocol").stream()
                        .allMatch(value ->
                                value.matches("[!#-'*+.^_`|~0-9A-Za-z-]+(\\s*,\\s*[!#-'*+.^_`|~0-9A-Za-z-]+)*")));
        checked(
                requests,
                "extensions",
                "Offers of extensions, if any, keep the grammar.",
                head -> head.all("Sec-WebSocket-Extensions").stream().allMatch(ClientRequestCases::isExtensionList));
        checked(
                requests,
                "no-body",
                "There is no body.",
                head -> !head.has("Transfer-Encoding")
                        && head.first("Content-Length").matches("0?"));
        checked(
                requests,
                "fields",
                "Every line is a field.",
                head -> head.faults().isEmpty());
        list.by("RFC 6455 §4.1, §10.3")
                .addForClient(
                        "request.key-fresh",
                        "The keys of all connections so far are compared.",
                        "None comes twice: \"The nonce MUST be selected randomly for each connection.\"",
                        peer -> {
                            peer.open().finish();
                            int repeated = peer.history().repeatedHandshakeKeys();
                            return repeated == 0
                                    ? Finding.pass("No key came twice.")
                                    : Finding.fail(repeated + " connections had the key of an earlier one.");
                        });
        list.by("RFC 6455 §4.1")
                .addForClient(
                        "request.waits",
                        "The request is answered only after half a second.",
                        "The client sends nothing meanwhile: it \"MUST wait for a response from the server\". Then it works.",
                        ClientRequestCases::waits);
    }

    private static boolean isExtensionList(String value) {
        String token = "[!#-'*+.^_`|~0-9A-Za-z-]+";
        String extension = token + "(\\s*;\\s*" + token + "(\\s*=\\s*(" + token + "|\"" + token + "\"))?)*";
        return value.matches(extension + "(\\s*,\\s*" + extension + ")*");
    }

    private static void checked(CaseList list, String name, String expected, Predicate<HttpHead> rule) {
        judged(
                list,
                name,
                expected,
                peer -> rule.test(peer.request()) ? List.of() : List.of("Not so in " + lines(peer.request()) + "."));
    }

    private static String lines(HttpHead request) {
        // Each is cut by itself, so that the one that matters is among them.
        return Stream.concat(
                        Stream.of(request.startLine()),
                        request.fields().stream().map(field -> field.name() + ": " + field.value()))
                .limit(50)
                .map(line -> "\"" + Quoted.of(line) + "\"")
                .collect(Collectors.joining(", "));
    }

    /** A rule that returns what is wrong. */
    private interface Rule {
        List<String> faults(ClientPeer peer);
    }

    private static void judged(CaseList list, String name, String expected, Rule rule) {
        list.addForClient(
                "request." + name,
                "The client's request is looked at: " + name.replace('-', ' ').toLowerCase(Locale.ROOT) + ".",
                expected,
                peer -> {
                    List<String> faults = rule.faults(peer);
                    peer.open().finish();
                    return faults.isEmpty()
                            ? Finding.pass("It is so: " + peer.request() + ".")
                            : Finding.fail(String.join(" ", faults));
                });
    }

    private static Finding waits(ClientPeer peer) throws InterruptedException {
        byte[] early = peer.wire().take(Duration.ofMillis(500));
        if (early.length > 0) {
            return Finding.fail("It sent " + early.length + " bytes before it had an answer.");
        }
        Conversation conversation = peer.open();
        conversation.send(Frame.text("hello"));
        return Echo.of(Frame.text("hello")).await(conversation);
    }
}
