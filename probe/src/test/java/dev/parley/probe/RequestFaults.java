package dev.parley.probe;

import java.util.List;

/** Servers that take a request they must refuse, or refuse one they must take (RFC 6455 §4.2.1). */
final class RequestFaults {
    private RequestFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.ofServer("opens on POST", "opening.method.post", new AnswerSteps() {
                @Override
                boolean takesMethod(String method) {
                    return method.matches("GET|POST");
                }
            }),
            Fault.ofServer("opens on get in small letters", "opening.method.lower-case-get", new AnswerSteps() {
                @Override
                boolean takesMethod(String method) {
                    return method.equalsIgnoreCase("GET");
                }
            }),
            Fault.ofServer("opens on HTTP/1.0", "opening.http.1.0", new AnswerSteps() {
                @Override
                boolean takesHttp(String version) {
                    return version.startsWith("HTTP/1.");
                }
            }),
            Fault.ofServer("opens on any version of HTTP", "opening.http.2.0", new AnswerSteps() {
                        @Override
                        boolean takesHttp(String version) {
                            return version.startsWith("HTTP/");
                        }
                    })
                    .tolerated(),
            Fault.ofServer("opens on any target", "opening.target.asterisk", new AnswerSteps() {
                        @Override
                        boolean takesTarget(String target) {
                            return true;
                        }
                    })
                    .tolerated(),
            Fault.ofServer("opens without Host", "opening.host.missing", new AnswerSteps() {
                @Override
                boolean takesHost(List<String> hosts) {
                    return hosts.isEmpty() || super.takesHost(hosts);
                }
            }),
            Fault.ofServer("opens on two Hosts", "opening.host.two-different", new AnswerSteps() {
                @Override
                boolean takesHost(List<String> hosts) {
                    return super.takesHost(hosts.stream().limit(1).toList());
                }
            }),
            Fault.ofServer("opens without Upgrade", "opening.upgrade.missing", new AnswerSteps() {
                @Override
                boolean takesUpgrade(Head head) {
                    return head.all("Upgrade").isEmpty() || super.takesUpgrade(head);
                }
            }),
            Fault.ofServer("looks for websocket anywhere in Upgrade", "opening.upgrade.plural", new AnswerSteps() {
                @Override
                boolean takesUpgrade(Head head) {
                    return head.all("Upgrade").toString().contains("websocket") || super.takesUpgrade(head);
                }
            }),
            Fault.ofServer("wants Upgrade in small letters", "opening.upgrade.capitalised", new AnswerSteps() {
                @Override
                boolean takesUpgrade(Head head) {
                    return head.members("Upgrade").contains("websocket");
                }
            }),
            Fault.ofServer("opens without Connection", "opening.connection.missing", new AnswerSteps() {
                @Override
                boolean takesConnection(Head head) {
                    return true;
                }
            }),
            Fault.ofServer("looks for upgrade anywhere in Connection", "opening.connection.joined", new AnswerSteps() {
                @Override
                boolean takesConnection(Head head) {
                    return head.all("Connection").toString().contains("Upgrade") || super.takesConnection(head);
                }
            }),
            Fault.ofServer(
                    "wants nothing but Upgrade in Connection", "opening.connection.list-last", new AnswerSteps() {
                        @Override
                        boolean takesConnection(Head head) {
                            return head.all("Connection").size() == 1
                                    && head.all("Connection").get(0).equalsIgnoreCase("Upgrade");
                        }
                    }),
            Fault.ofServer("opens without a key", "opening.key.missing", new AnswerSteps() {
                @Override
                boolean takesKeys(List<String> keys) {
                    return keys.isEmpty() || super.takesKeys(keys);
                }
            }),
            Fault.ofServer("opens on the first of two keys", "opening.key.two-different", new AnswerSteps() {
                @Override
                boolean takesKeys(List<String> keys) {
                    return super.takesKeys(keys.stream().limit(1).toList());
                }
            }),
            Fault.ofServer("opens on a key of 15 bytes", "opening.key.15-bytes", new AnswerSteps() {
                @Override
                boolean takesKey(String key) {
                    return super.takesKey(key) || key.matches("[A-Za-z0-9+/]{20}");
                }
            }),
            Fault.ofServer("opens on a key that is not base64", "opening.key.not-base64", new AnswerSteps() {
                @Override
                boolean takesKey(String key) {
                    return key.length() == 24;
                }
            }),
            Fault.ofServer("opens on a key without its padding", "opening.key.no-padding", new AnswerSteps() {
                @Override
                boolean takesKey(String key) {
                    return super.takesKey(key.length() == 22 ? key + "==" : key);
                }
            }),
            Fault.ofServer("refuses keys with slashes", "opening.key.ones", new AnswerSteps() {
                @Override
                boolean takesKey(String key) {
                    return super.takesKey(key) && !key.contains("////");
                }
            }),
            Fault.ofServer("opens without a version", "opening.version.missing", new AnswerSteps() {
                @Override
                boolean takesVersions(List<String> versions) {
                    return versions.isEmpty() || super.takesVersions(versions);
                }
            }),
            Fault.ofServer("opens on version 12", "opening.version.unknown-12", new AnswerSteps() {
                @Override
                boolean takesVersions(List<String> versions) {
                    return versions.equals(List.of("12")) || super.takesVersions(versions);
                }
            }),
            Fault.ofServer("opens on version 8", "opening.version.draft-8", new AnswerSteps() {
                        @Override
                        boolean takesVersions(List<String> versions) {
                            return versions.equals(List.of("8")) || super.takesVersions(versions);
                        }
                    })
                    .tolerated(),
            Fault.ofServer("opens on one of two versions", "opening.version.two-fields", new AnswerSteps() {
                @Override
                boolean takesVersions(List<String> versions) {
                    return versions.contains("13");
                }
            }),
            Fault.ofServer("reads a version up to what is no digit", "opening.version.more-after", new AnswerSteps() {
                @Override
                boolean takesVersions(List<String> versions) {
                    return super.takesVersions(versions.stream()
                            .map(version -> version.replaceFirst("[^0-9].*", ""))
                            .toList());
                }
            }));
}
