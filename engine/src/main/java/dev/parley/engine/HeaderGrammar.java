package dev.parley.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The grammar of the handshake's headers: tokens, lists of tokens, and lists of extensions (RFC 9110 §5.6, RFC 6455 §9.1).
 * One pass over the characters, no regular expression, no backtracking: the text comes from a stranger. Stateless.
 */
final class HeaderGrammar {
    private HeaderGrammar() {}

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Whether the text has no character that could end a header line or hide in it (RFC 9110 §5.5). Beyond Latin-1 there is
     * none: cut down to a byte, such a character may become a line end.
     */
    static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is {@code uri-host [ ":" port ]} with a host that is not empty (RFC 9110 §7.2, RFC 3986 §3.2.2). */
    static boolean isHost(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        String host = text.substring(0, end < 0 ? text.length() : end);
        String port = text.substring(host.length());
        boolean literal = host.startsWith("[");
        return host.length() > (literal ? 2 : 0)
                && (literal ? host.substring(1, host.length() - 1) : host)
                        .chars()
                        .allMatch(literal ? HeaderGrammar::isLiteralChar : HeaderGrammar::isHostChar)
                && (port.isEmpty()
                        || port.charAt(0) == ':' && port.substring(1).chars().allMatch(HeaderGrammar::isDigit));
    }

    private static boolean isHostChar(int c) {
        return c < 0x80
                && (isTokenChar((char) c) && c != '#' && c != '^' && c != '`' && c != '|' || "(),;=".indexOf(c) >= 0);
    }

    private static boolean isLiteralChar(int c) {
        return isHostChar(c) || c == ':';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The text with everything but printable ASCII replaced, cut short: for messages. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 64); i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return out.toString();
    }

    /** The members of a {@code 1#token} list spread over header lines, or nothing if it is malformed. */
    static Optional<List<String>> tokens(List<String> lines) {
        return members(lines, cursor -> Optional.of(cursor.token()).filter(token -> !token.isEmpty()));
    }

    /** The extensions of an {@code extension-list} spread over header lines, or nothing if it is malformed. */
    static Optional<List<Extension>> extensions(List<String> lines) {
        return members(lines, HeaderGrammar::extension);
    }

    /** RFC 9110 §5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements". */
    private static <T> Optional<List<T>> members(List<String> lines, Function<Cursor, Optional<T>> parse) {
        List<T> members = new ArrayList<>();
        for (String line : lines) {
            int before = members.size();
            Cursor cursor = new Cursor(line);
            do {
                cursor.skipSpace();
                if (cursor.atEnd() || cursor.isAt(',')) {
                    continue;
                }
                Optional<T> member = parse.apply(cursor);
                if (member.isEmpty()) {
                    return Optional.empty();
                }
                members.add(member.get());
                cursor.skipSpace();
            } while (cursor.skip(','));
            if (!cursor.atEnd() || members.size() == before) {
                return Optional.empty();
            }
        }
        return Optional.of(members);
    }

    private static Optional<Extension> extension(Cursor cursor) {
        String name = cursor.token();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<Extension.Parameter> parameters = new ArrayList<>();
        cursor.skipSpace();
        while (cursor.skip(';')) {
            cursor.skipSpace();
            String parameter = cursor.token();
            if (parameter.isEmpty()) {
                return Optional.empty();
            }
            cursor.skipSpace();
            String value = "";
            if (cursor.skip('=')) {
                cursor.skipSpace();
                value = cursor.tokenOrQuoted();
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                cursor.skipSpace();
            }
            parameters.add(new Extension.Parameter(parameter, value));
        }
        return Optional.of(new Extension(name, parameters));
    }

    private static boolean isTokenChar(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** A place in a line that only moves forwards. */
    private static final class Cursor {
        private final String line;
        private int at;

        Cursor(String line) {
            this.line = line;
        }

        boolean atEnd() {
            return at == line.length();
        }

        void skipSpace() {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
        }

        boolean isAt(char c) {
            return at < line.length() && line.charAt(at) == c;
        }

        boolean skip(char c) {
            if (isAt(c)) {
                at++;
                return true;
            }
            return false;
        }

        String token() {
            int start = at;
            while (at < line.length() && isTokenChar(line.charAt(at))) {
                at++;
            }
            return line.substring(start, at);
        }

        /**
         * A token, or a quoted string whose content is one; empty if it is neither. RFC 6455 §4.3, §9.1: "When using
         * the quoted-string syntax variant, the value after quoted-string unescaping MUST conform to the 'token' ABNF."
         */
        String tokenOrQuoted() {
            if (!skip('"')) {
                return token();
            }
            StringBuilder unescaped = new StringBuilder();
            while (at < line.length()) {
                char c = line.charAt(at++);
                if (c == '"') {
                    return isToken(unescaped.toString()) ? unescaped.toString() : "";
                }
                if (c == '\\' && at < line.length()) {
                    c = line.charAt(at++);
                }
                unescaped.append(c);
            }
            return "";
        }
    }
}
