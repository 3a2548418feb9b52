package dev.parley.cli;

import dev.parley.chat.Chat;
import dev.parley.pubsub.Permissions;
import dev.parley.pubsub.TopicName;
import dev.parley.server.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may use the topics of {@code parley serve}: all of them, whoever shows the token, or, where there is none and the server listens to
 * this machine alone, whoever asks from there; the chat's, everybody. Who is not known has a {@code ~} before the name that it gives
 * itself. Immutable.
 *
 * @param token what is to be shown; empty if nobody can
 * @param onLoopback whether the server listens to this machine alone
 */
record TopicAccess(Optional<String> token, boolean onLoopback) implements Permissions {
    private static final String GUEST = "~";
    private static final int MAX_NAME_LENGTH = 60;
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

    /** A proxy on this machine asks for others, and says so with one of these; that nobody trusts them does not matter here. */
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "Via");

    /** Who asks; nobody, which is an exception, if the token that it shows is not the one. */
    String user(Request request) {
        String name = named(request);
        Optional<String> shown = shown(request);
        if (shown.isPresent()) {
            if (token.isEmpty() || !isSame(token.get(), shown.get())) {
                throw new IllegalArgumentException("This is not the token.");
            }
            return name;
        }
        boolean fromHere = onLoopback && FORWARDED.stream().noneMatch(request.headers()::contains);
        return fromHere && token.isEmpty() ? name : GUEST + name;
    }

    /** For a person. */
    String said() {
        if (token.isPresent()) {
            return "whoever shows the token may use all of them, others the chat's";
        }
        return onLoopback
                ? "this machine may use all of them"
                : "everybody may use the chat's, nobody the others: there is no --token-file";
    }

    @Override
    public boolean maySubscribe(String user, TopicName topic) {
        return may(user, topic);
    }

    @Override
    public boolean mayPublish(String user, TopicName topic) {
        return may(user, topic);
    }

    @Override
    public boolean maySeePresence(String user, TopicName topic) {
        return may(user, topic);
    }

    @Override
    public boolean mayReadHistory(String user, TopicName topic) {
        return may(user, topic);
    }

    private static boolean may(String user, TopicName topic) {
        return !user.startsWith(GUEST) || topic.equals(Chat.TOPIC);
    }

    /** A browser's WebSocket sends no header fields of its own: there it stands in the address. */
    private static Optional<String> shown(Request request) {
        Optional<String> authorization = request.headers().first("Authorization");
        if (authorization.isPresent()) {
            Matcher bearer = BEARER.matcher(authorization.get());
            return Optional.of(bearer.matches() ? bearer.group(1) : "");
        }
        return field(request, "token");
    }

    private static String named(Request request) {
        String name = field(request, "user")
                .orElse("")
                .replaceAll("[\\p{Cntrl}\\p{Cs}]", "")
                .replaceFirst("^~+", "");
        String bounded = name.codePoints()
                .limit(MAX_NAME_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return bounded.isEmpty() ? "somebody" : bounded;
    }

    private static Optional<String> field(Request request, String name) {
        for (String pair : request.query().split("&")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** In a time that tells nothing of how much of it is right. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
