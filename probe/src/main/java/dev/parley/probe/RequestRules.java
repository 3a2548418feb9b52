package dev.parley.probe;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/** The rules that a client's opening request must keep (RFC 6455 §4.1, §11.3). */
final class RequestRules {
    private RequestRules() {}

    /**
     * The rules that the request breaks, one sentence each.
     *
     * @param port on which it arrived, and which its Host must name
     */
    static List<String> faults(HttpHead request, int port) {
        List<String> faults = new ArrayList<>(request.faults());
        // RFC 6455 §4.1: "The method of the request MUST be GET, and the HTTP version MUST be at least 1.1."
        if (!request.startLine().matches("GET /\\S* HTTP/1\\.1")) {
            faults.add("The request line is " + request + " (RFC 6455 §4.1).");
        }
        checkHost(request, port, faults);
        if (!request.tokens("Upgrade").contains("websocket")) {
            faults.add("Upgrade does not have \"websocket\" (RFC 6455 §4.1).");
        }
        if (!request.tokens("Connection").contains("upgrade")) {
            faults.add("Connection does not have \"Upgrade\" (RFC 6455 §4.1).");
        }
        checkKey(request, faults);
        if (!request.all("Sec-WebSocket-Version").equals(List.of("13"))) {
            faults.add("Sec-WebSocket-Version is "
                    + Quoted.of(request.all("Sec-WebSocket-Version").toString()) + " (RFC 6455 §4.1).");
        }
        if (request.has("Sec-WebSocket-Accept")) {
            faults.add("A request has Sec-WebSocket-Accept, which belongs to answers (RFC 6455 §11.3.3).");
        }
        checkProtocols(request, faults);
        return faults;
    }

    private static void checkHost(HttpHead request, int port, List<String> faults) {
        List<String> hosts = request.all("Host");
        if (hosts.size() != 1) {
            faults.add("Host stands there " + hosts.size() + " times (RFC 9112 §3.2).");
        } else if (port != 80 && !hosts.get(0).endsWith(":" + port)) {
            // RFC 6455 §4.1: its value "contains /host/ plus optionally ':' followed by /port/ (when not using the
            // default port)."
            faults.add("Host is \"" + Quoted.of(hosts.get(0)) + "\", without the port " + port + " (RFC 6455 §4.1).");
        }
    }

    private static void checkKey(HttpHead request, List<String> faults) {
        List<String> keys = request.all("Sec-WebSocket-Key");
        if (keys.size() != 1) {
            faults.add("Sec-WebSocket-Key stands there " + keys.size() + " times (RFC 6455 §11.3.1).");
        } else if (!isNonce(keys.get(0))) {
            faults.add(
                    "Sec-WebSocket-Key is \"" + Quoted.of(keys.get(0)) + "\", not 16 bytes in base64 (RFC 6455 §4.1).");
        }
    }

    private static boolean isNonce(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkProtocols(HttpHead request, List<String> faults) {
        List<String> protocols = request.all("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .toList();
        // RFC 6455 §4.1: the elements "MUST all be unique strings".
        if (protocols.contains("") || new HashSet<>(protocols).size() != protocols.size()) {
            faults.add("Sec-WebSocket-Protocol has empty or equal elements (RFC 6455 §4.1).");
        }
    }
}
