package dev.parley.probe;

import java.util.List;

/** What a client asks (RFC 6455 §4.1). */
final class ClientRequestCases {
    private ClientRequestCases() {}

    static void add(CaseList list) {
        list.by("RFC 6455 §4.1")
                .addForClient(
                        "request.well-formed",
                        "The client's request is looked at, and answered.",
                        "The request keeps every rule: method, version, Host, Upgrade, Connection, key, Sec-WebSocket-Version.",
                        peer -> {
                            List<String> faults = peer.faults();
                            peer.open().finish();
                            return faults.isEmpty()
                                    ? Finding.pass("The request is " + peer.request() + ", and right in every point.")
                                    : Finding.fail(String.join(" ", faults));
                        });
    }
}
