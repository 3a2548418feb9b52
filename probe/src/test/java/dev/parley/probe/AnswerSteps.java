package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a server answers to an opening request (RFC 6455 §4.2), in steps that a broken one takes differently. Strict: it opens
 * nothing where the least is wrong. Immutable.
 */
class AnswerSteps extends AgreementSteps {
    static final String WRONG = "400 Bad Request";
    static final String TOO_OLD = "426 Upgrade Required";

    /**
     * An answer.
     *
     * @param opened whether frames follow
     */
    record Answered(List<String> lines, boolean opened, Optional<CompressionTerms> terms) {}

    final Answered answer(Optional<Head> request) {
        String refusal = request.map(this::refusal).orElse(WRONG);
        if (!refusal.isEmpty()) {
            return new Answered(refusal(refusal), false, Optional.empty());
        }
        Head head = request.orElseThrow();
        Optional<Agreement> agreement =
                agree(ExtensionText.parse(head.all("Sec-WebSocket-Extensions")).orElse(List.of()));
        List<String> lines = new ArrayList<>(List.of(statusLine(), upgrade(), connection()));
        lines.add("Sec-WebSocket-Accept: "
                + accept(head.all("Sec-WebSocket-Key").stream().findFirst().orElse("")));
        agreement.ifPresent(agreed -> lines.add("Sec-WebSocket-Extensions: " + agreed.answer()));
        lines.addAll(moreFields(head));
        lines.removeIf(String::isEmpty);
        return new Answered(lines, true, agreement.map(Agreement::terms));
    }

    /** The status that refuses the request; empty if nothing is wrong. */
    private String refusal(Head head) {
        String[] start = head.start().split(" ", -1);
        boolean right = start.length == 3
                && takesMethod(start[0])
                && takesTarget(start[1])
                && takesHttp(start[2])
                && takesHost(head.all("Host"))
                && takesBody(head)
                && takesUpgrade(head)
                && takesConnection(head)
                && takesKeys(head.all("Sec-WebSocket-Key"))
                && takesProtocols(head)
                && ExtensionText.parse(head.all("Sec-WebSocket-Extensions")).isPresent();
        if (!right) {
            return WRONG;
        }
        return takesVersions(head.all("Sec-WebSocket-Version")) ? "" : TOO_OLD;
    }

    boolean takesMethod(String method) {
        return method.equals("GET");
    }

    boolean takesTarget(String target) {
        return target.matches("(http://[^/?#]+)?/[!$-~&&[^#]]*");
    }

    boolean takesHttp(String version) {
        return version.matches("HTTP/1\\.[1-9]");
    }

    boolean takesHost(List<String> hosts) {
        return hosts.size() == 1 && hosts.get(0).matches("[A-Za-z0-9.-]+(:\\d*)?|\\[[0-9A-Fa-f:.]+](:\\d*)?");
    }

    private static boolean takesBody(Head head) {
        List<String> lengths = head.all("Content-Length");
        return head.all("Transfer-Encoding").isEmpty() && (lengths.isEmpty() || lengths.equals(List.of("0")));
    }

    boolean takesUpgrade(Head head) {
        return head.lists("Upgrade", "websocket");
    }

    boolean takesConnection(Head head) {
        return head.lists("Connection", "Upgrade");
    }

    boolean takesKeys(List<String> keys) {
        return keys.size() == 1 && takesKey(keys.get(0));
    }

    boolean takesKey(String key) {
        return key.matches("[A-Za-z0-9+/]{22}==");
    }

    boolean takesVersions(List<String> versions) {
        return versions.equals(List.of("13"));
    }

    /** RFC 6455 §4.1: the elements "MUST all be unique strings". */
    private static boolean takesProtocols(Head head) {
        List<String> protocols = head.members("Sec-WebSocket-Protocol");
        return protocols.stream().allMatch(Head::isToken) && new HashSet<>(protocols).size() == protocols.size();
    }

    String statusLine() {
        return "HTTP/1.1 101 Switching Protocols";
    }

    String upgrade() {
        return "Upgrade: websocket";
    }

    String connection() {
        return "Connection: Upgrade";
    }

    String accept(String key) {
        try {
            byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> moreFields(Head request) {
        return List.of();
    }

    List<String> refusal(String status) {
        return List.of(
                "HTTP/1.1 " + status,
                "Connection: close",
                "Content-Length: 0",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13");
    }

    /** What arrived together with the request belongs to the connection. */
    boolean keepsEarlyBytes() {
        return true;
    }
}
