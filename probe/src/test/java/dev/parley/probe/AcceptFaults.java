package dev.parley.probe;

import java.util.List;

/** Clients that take an answer for one that opens the connection, or one that opens it for another (RFC 6455 §4.1). */
final class AcceptFaults {
    private AcceptFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.ofClient("takes a wrong accept value", "opening.answer-refused.accept-wrong", new AskSteps() {
                @Override
                boolean takesAccept(List<String> values, String expected) {
                    return values.size() == 1;
                }
            }),
            Fault.ofClient("needs no accept value", "opening.answer-refused.accept-missing", new AskSteps() {
                @Override
                boolean takesAccept(List<String> values, String expected) {
                    return values.isEmpty() || super.takesAccept(values, expected);
                }
            }),
            Fault.ofClient(
                    "reads the accept value without regard to case",
                    "opening.answer-refused.accept-swapped-case",
                    new AskSteps() {
                        @Override
                        boolean takesAccept(List<String> values, String expected) {
                            return values.size() == 1 && values.get(0).equalsIgnoreCase(expected);
                        }
                    }),
            Fault.ofClient(
                    "reads the beginning of the accept value", "opening.answer-refused.accept-more", new AskSteps() {
                        @Override
                        boolean takesAccept(List<String> values, String expected) {
                            return values.size() == 1 && values.get(0).startsWith(expected);
                        }
                    }),
            Fault.ofClient(
                    "takes the last of two accept values",
                    "opening.answer-refused.accept-wrong-then-right",
                    new AskSteps() {
                        @Override
                        boolean takesAccept(List<String> values, String expected) {
                            return values.contains(expected);
                        }
                    }),
            Fault.ofClient("takes the same accept value twice", "opening.answer-refused.accept-twice", new AskSteps() {
                        @Override
                        boolean takesAccept(List<String> values, String expected) {
                            return values.contains(expected);
                        }
                    })
                    .tolerated(),
            status("takes 200 for open", "opening.answer-refused.status-200", "HTTP/1\\.1 200 .*"),
            status("takes 302 for open", "opening.answer-refused.status-302", "HTTP/1\\.1 302 .*"),
            status("takes 1010 for 101", "opening.answer-refused.line-four-digits", "HTTP/1\\.1 101.*"),
            status("takes HTP for HTTP", "opening.answer-refused.line-misspelt", "HT*P/1\\.1 101.*"),
            status("takes HTTP/1.0", "opening.answer-refused.line-http-1.0", "HTTP/1\\.0 101.*")
                    .tolerated(),
            Fault.ofClient("needs no Upgrade", "opening.answer-refused.upgrade-missing", new AskSteps() {
                @Override
                boolean takesUpgrade(Head answer) {
                    return answer.all("Upgrade").isEmpty() || super.takesUpgrade(answer);
                }
            }),
            Fault.ofClient(
                    "looks for websocket anywhere in Upgrade", "opening.answer-refused.upgrade-plural", new AskSteps() {
                        @Override
                        boolean takesUpgrade(Head answer) {
                            return answer.all("Upgrade").toString().contains("websocket") || super.takesUpgrade(answer);
                        }
                    }),
            Fault.ofClient("wants Upgrade in small letters", "opening.answer.upgrade-capitalised", new AskSteps() {
                @Override
                boolean takesUpgrade(Head answer) {
                    return answer.all("Upgrade").equals(List.of("websocket"));
                }
            }),
            Fault.ofClient("needs no Connection", "opening.answer-refused.connection-missing", new AskSteps() {
                @Override
                boolean takesConnection(Head answer) {
                    return true;
                }
            }),
            Fault.ofClient(
                    "wants nothing but Upgrade in Connection", "opening.answer.connection-list-last", new AskSteps() {
                        @Override
                        boolean takesConnection(Head answer) {
                            return answer.all("Connection").equals(List.of("Upgrade"));
                        }
                    }),
            Fault.ofClient(
                    "takes a subprotocol that it did not ask for",
                    "opening.answer-refused.subprotocol-unasked",
                    new AskSteps() {
                        @Override
                        boolean takesProtocols(List<String> values) {
                            return true;
                        }
                    }),
            Fault.ofClient(
                    "takes an extension that it did not offer",
                    "opening.answer-refused.extension-unasked",
                    new AskSteps() {
                        @Override
                        boolean takesExtension(String name) {
                            return true;
                        }
                    }),
            Fault.ofClient("drops what came with the answer", "opening.answer.together-with-1", new AskSteps() {
                        @Override
                        boolean keepsEarlyBytes() {
                            return false;
                        }
                    })
                    .bySilence()
                    .inEveryCase());

    private static Fault status(String name, String caughtBy, String taken) {
        return Fault.ofClient(name, caughtBy, new AskSteps() {
            @Override
            boolean takesStatus(String line) {
                return line.matches(taken) || super.takesStatus(line);
            }
        });
    }
}
