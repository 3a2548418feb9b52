package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

/** The fields Upgrade and Connection of a request (RFC 6455 §4.2.1), and Origin (§10.2). */
final class UpgradeFieldCases {
    private UpgradeFieldCases() {}

    static void add(CaseList list) {
        addUpgrade(list.by("RFC 6455 §4.2.1, RFC 9110 §7.8"));
        addConnection(list.by("RFC 6455 §4.2.1, RFC 9110 §7.6.1"));
        addOrigin(list.by("RFC 6455 §10.2"));
    }

    private static void addUpgrade(CaseList list) {
        request(list, "upgrade.missing", "No Upgrade.", Leeway.NO_WEBSOCKET, request -> request.without("Upgrade"));
        request(
                list,
                "upgrade.missing-both",
                "Neither Upgrade nor Connection.",
                Leeway.NO_WEBSOCKET,
                request -> request.without("Upgrade").without("Connection"));
        upgrade(list, "empty", "", Leeway.NO_WEBSOCKET);
        upgrade(list, "h2c", "h2c", Leeway.NO_WEBSOCKET);
        upgrade(list, "plural", "websockets", Leeway.NO_WEBSOCKET);
        upgrade(list, "prefixed", "xwebsocket", Leeway.NO_WEBSOCKET);
        upgrade(list, "two-words", "web socket", Leeway.NO_WEBSOCKET);
        upgrade(list, "with-version", "websocket/13", Leeway.SHOULD_REFUSE);
        upgrade(list, "capitalised", "WebSocket", Leeway.MUST_OPEN);
        upgrade(list, "upper-case", "WEBSOCKET", Leeway.MUST_OPEN);
        upgrade(list, "odd-case", "wEbSoCkEt", Leeway.MUST_OPEN);
        upgrade(list, "blanks-around", "  \t websocket \t ", Leeway.MUST_OPEN);
        upgrade(list, "list-last", "h2c, websocket", Leeway.SHOULD_OPEN);
        upgrade(list, "list-first", "websocket, h2c", Leeway.SHOULD_OPEN);
        request(
                list,
                "upgrade.two-fields",
                "Upgrade twice: h2c and websocket.",
                Leeway.SHOULD_OPEN,
                request -> request.with("Upgrade", "h2c").adding("Upgrade: websocket"));
    }

    private static void upgrade(CaseList list, String name, String value, Leeway leeway) {
        request(
                list,
                "upgrade." + name,
                "Upgrade: \"" + Quoted.of(value) + "\".",
                leeway,
                request -> request.with("Upgrade", value));
    }

    private static void addConnection(CaseList list) {
        request(
                list,
                "connection.missing",
                "No Connection.",
                Leeway.MUST_REFUSE,
                request -> request.without("Connection"));
        connection(list, "empty", "", Leeway.MUST_REFUSE);
        connection(list, "close", "close", Leeway.MUST_REFUSE);
        connection(list, "keep-alive", "keep-alive", Leeway.MUST_REFUSE);
        connection(list, "plural", "Upgrades", Leeway.MUST_REFUSE);
        connection(list, "prefixed", "xUpgrade", Leeway.MUST_REFUSE);
        connection(list, "joined", "keep-alive Upgrade", Leeway.MUST_REFUSE);
        connection(list, "quoted", "\"Upgrade\"", Leeway.SHOULD_REFUSE);
        connection(list, "with-parameter", "Upgrade;q=1", Leeway.SHOULD_REFUSE);
        connection(list, "lower-case", "upgrade", Leeway.MUST_OPEN);
        connection(list, "upper-case", "UPGRADE", Leeway.MUST_OPEN);
        connection(list, "odd-case", "uPgRaDe", Leeway.MUST_OPEN);
        connection(list, "list-last", "keep-alive, Upgrade", Leeway.MUST_OPEN);
        connection(list, "list-first", "Upgrade, keep-alive", Leeway.MUST_OPEN);
        connection(list, "list-without-blanks", "keep-alive,Upgrade,foo", Leeway.MUST_OPEN);
        connection(list, "list-with-tabs", "keep-alive\t,\tUPGRADE\t,\tfoo", Leeway.MUST_OPEN);
        connection(list, "list-with-empty-elements", ", ,Upgrade,,", Leeway.SHOULD_OPEN);
        connection(list, "with-close", "close, Upgrade", Leeway.EITHER);
        request(
                list,
                "connection.two-fields",
                "Connection twice: keep-alive and Upgrade.",
                Leeway.MUST_OPEN,
                request -> request.with("Connection", "keep-alive").adding("Connection: Upgrade"));
    }

    private static void connection(CaseList list, String name, String value, Leeway leeway) {
        request(
                list,
                "connection." + name,
                "Connection: \"" + Quoted.of(value) + "\".",
                leeway,
                request -> request.with("Connection", value));
    }

    private static void addOrigin(CaseList list) {
        CaseList origins =
                list.noting("RFC 6455 §10.2: a server that is not meant for every page \"SHOULD verify the |Origin|"
                        + " field\". It may take any, too.");
        for (String origin : new String[] {"https://other.example", "null", "file://", "not an origin", ""}) {
            String name = origin.isEmpty()
                    ? "empty"
                    : origin.replaceAll("[^a-z]+", "-").replaceAll("-$", "");
            request(
                    origins,
                    "origin." + name,
                    "Origin: \"" + origin + "\".",
                    Leeway.EITHER,
                    request -> request.with("Origin", origin));
        }
        request(
                origins,
                "origin.twice",
                "Two different Origins.",
                Leeway.EITHER,
                request -> request.with("Origin", "https://a.example").adding("Origin: https://b.example"));
    }
}
