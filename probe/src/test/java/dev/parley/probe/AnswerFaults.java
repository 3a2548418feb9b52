package dev.parley.probe;

import java.util.List;
import java.util.Locale;

/** Servers that answer an opening request wrong (RFC 6455 §4.2.2). */
final class AnswerFaults {
    private AnswerFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.ofServer("sends the accept value of another key", "opening.answer.plain", new AnswerSteps() {
                @Override
                String accept(String key) {
                    return super.accept("another");
                }
            }),
            Fault.ofServer("sends the key as the accept value", "opening.answer.twenty-times", new AnswerSteps() {
                @Override
                String accept(String key) {
                    return key;
                }
            }),
            Fault.ofServer(
                    "sends the accept value in small letters", "opening.answer.sample-of-the-rfc", new AnswerSteps() {
                        @Override
                        String accept(String key) {
                            return super.accept(key).toLowerCase(Locale.ROOT);
                        }
                    }),
            Fault.ofServer("leaves Upgrade out", "opening.answer.plain", new AnswerSteps() {
                @Override
                String upgrade() {
                    return "";
                }
            }),
            Fault.ofServer("upgrades to something else", "opening.answer.plain", new AnswerSteps() {
                @Override
                String upgrade() {
                    return "Upgrade: websockets";
                }
            }),
            Fault.ofServer("leaves Connection out", "opening.answer.plain", new AnswerSteps() {
                @Override
                String connection() {
                    return "";
                }
            }),
            Fault.ofServer("answers with HTTP/1.0", "opening.answer.plain", new AnswerSteps() {
                @Override
                String statusLine() {
                    return "HTTP/1.0 101 Switching Protocols";
                }
            }),
            Fault.ofServer("announces a body with 101", "opening.answer.plain", new AnswerSteps() {
                @Override
                List<String> moreFields(Head request) {
                    return List.of("Content-Length: 0");
                }
            }),
            Fault.ofServer("picks a subprotocol that was not offered", "opening.subprotocol.one", new AnswerSteps() {
                @Override
                List<String> moreFields(Head request) {
                    return List.of("Sec-WebSocket-Protocol: chat");
                }
            }),
            Fault.ofServer("picks all subprotocols", "opening.subprotocol.three", new AnswerSteps() {
                @Override
                List<String> moreFields(Head request) {
                    List<String> offered = request.members("Sec-WebSocket-Protocol");
                    return offered.isEmpty()
                            ? List.of()
                            : List.of("Sec-WebSocket-Protocol: " + String.join(", ", offered));
                }
            }),
            Fault.ofServer("picks a subprotocol in capital letters", "opening.subprotocol.one", new AnswerSteps() {
                @Override
                List<String> moreFields(Head request) {
                    return request.members("Sec-WebSocket-Protocol").stream()
                            .limit(1)
                            .map(name -> "Sec-WebSocket-Protocol: " + name.toUpperCase(Locale.ROOT))
                            .toList();
                }
            }),
            Fault.ofServer("agrees to an extension that was not offered", "opening.answer.plain", new AnswerSteps() {
                @Override
                List<String> moreFields(Head request) {
                    return List.of("Sec-WebSocket-Extensions: permessage-deflate");
                }
            }),
            Fault.ofServer("agrees to the offer of another extension", "opening.extensions.unknown", new AnswerSteps() {
                @Override
                List<String> moreFields(Head request) {
                    return request.all("Sec-WebSocket-Extensions").isEmpty()
                            ? List.of()
                            : List.of("Sec-WebSocket-Extensions: permessage-deflate");
                }
            }),
            Fault.ofServer("does not say which version it knows", "opening.version.unknown-14", new AnswerSteps() {
                @Override
                List<String> refusal(String status) {
                    return super.refusal(status).stream()
                            .filter(line -> !line.startsWith("Sec-WebSocket-Version"))
                            .toList();
                }
            }),
            Fault.ofServer("refuses with 200", "opening.version.unknown-14", new AnswerSteps() {
                @Override
                List<String> refusal(String status) {
                    return super.refusal("200 OK");
                }
            }),
            Fault.ofServer("refuses with 500", "opening.key.missing", new AnswerSteps() {
                        @Override
                        List<String> refusal(String status) {
                            return super.refusal("500 Internal Server Error");
                        }
                    })
                    .tolerated(),
            Fault.ofServer("drops what came with the request", "opening.together.request-and-frame", new AnswerSteps() {
                        @Override
                        boolean keepsEarlyBytes() {
                            return false;
                        }
                    })
                    .tolerated());
}
