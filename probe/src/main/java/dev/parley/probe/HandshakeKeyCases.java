package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

import java.util.Arrays;
import java.util.Base64;

/** Sec-WebSocket-Key: 16 bytes in base64, once (RFC 6455 §4.2.1, §11.3.1). */
final class HandshakeKeyCases {
    private static final String FIELD = "Sec-WebSocket-Key";

    private HandshakeKeyCases() {}

    static void add(CaseList list) {
        CaseList keys = list.by("RFC 6455 §4.2.1, §11.3.1")
                .noting(
                        "RFC 6455 §4.2.1: the key \"when decoded, is 16 bytes in length\", and a server that finds a violation"
                                + " \"MUST stop processing the client's handshake\". Many servers take any text.");
        request(keys, "key.missing", "No Sec-WebSocket-Key.", Leeway.MUST_REFUSE, request -> request.without(FIELD));
        key(keys, "empty", "An empty key.", "", Leeway.MUST_REFUSE);
        for (int size : new int[] {1, 8, 14, 15, 17, 18, 24, 32}) {
            key(
                    keys,
                    size + "-bytes",
                    "A key of " + size + " bytes.",
                    base64(Payloads.random(size)),
                    Leeway.MUST_REFUSE);
        }
        String good = base64(Payloads.random(16));
        key(keys, "no-padding", "A key without the two = at its end.", good.substring(0, 22), Leeway.MUST_REFUSE);
        key(keys, "one-padding", "A key with one = at its end.", good.substring(0, 23), Leeway.MUST_REFUSE);
        key(keys, "too-much-padding", "A key with three = at its end.", good + "=", Leeway.MUST_REFUSE);
        key(keys, "not-base64", "24 characters that are no base64.", "!".repeat(22) + "==", Leeway.MUST_REFUSE);
        key(
                keys,
                "padding-inside",
                "24 characters with = in the middle.",
                "AAAA==AAAAAAAAAAAAAAAA==",
                Leeway.MUST_REFUSE);
        key(keys, "url-alphabet", "A key in the alphabet for URLs.", "-_-_-_-_-_-_-_-_-_-_-Q==", Leeway.MUST_REFUSE);
        key(keys, "plain-text", "Sixteen letters in place of base64.", "abcdefghijklmnop", Leeway.MUST_REFUSE);
        key(
                keys,
                "blank-inside",
                "A key with a blank in it.",
                good.substring(0, 10) + " " + good.substring(11),
                Leeway.MUST_REFUSE);
        key(keys, "quoted", "A key in quotation marks.", "\"" + good + "\"", Leeway.MUST_REFUSE);
        key(keys, "list", "Two keys as a list.", good + ", " + good, Leeway.MUST_REFUSE);
        key(keys, "not-ascii", "A key with a byte above 7F.", "\u00e9" + good.substring(1), Leeway.MUST_REFUSE);
        key(keys, "4-kib", "A key of 4 KiB.", "A".repeat(4096), Leeway.MUST_REFUSE);
        key(
                keys,
                "unused-bits",
                "A key whose last character has bits that no byte needs.",
                "A".repeat(21) + "B==",
                Leeway.EITHER);
        request(
                keys,
                "key.twice-the-same",
                "The same key twice.",
                Leeway.MUST_REFUSE,
                request -> request.adding(FIELD + ": " + request.key()));
        request(
                keys,
                "key.two-different",
                "Two different keys.",
                Leeway.MUST_REFUSE,
                request -> request.adding(FIELD + ": " + HandshakeKey.random()));
        addGood(list.by("RFC 6455 §4.2.2"), good);
    }

    private static void addGood(CaseList list, String good) {
        key(list, "zeros", "A key of 16 zeros.", base64(new byte[16]), Leeway.MUST_OPEN);
        byte[] ones = new byte[16];
        Arrays.fill(ones, (byte) -1);
        key(list, "ones", "A key of 16 times FF, with many slashes.", base64(ones), Leeway.MUST_OPEN);
        key(list, "plus-and-slash", "A key with + and /.", "+/+/+/+/+/+/+/+/+/+/+w==", Leeway.MUST_OPEN);
        key(list, "blanks-after", "A key with blanks and tabs after it.", good + "  \t ", Leeway.MUST_OPEN);
        key(list, "blanks-before", "A key with blanks and tabs before it.", " \t  " + good, Leeway.MUST_OPEN);
        request(
                list,
                "key.lower-case-name",
                "sec-websocket-key in small letters.",
                Leeway.MUST_OPEN,
                request -> request.without(FIELD).adding("sec-websocket-key: " + request.key()));
    }

    private static void key(CaseList list, String name, String title, String value, Leeway leeway) {
        request(list, "key." + name, title, leeway, request -> request.with(FIELD, value));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
