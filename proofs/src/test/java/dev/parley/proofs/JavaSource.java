package dev.parley.proofs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of Java, its comments apart from its code. Immutable.
 *
 * <p>It knows of the language only what it takes to tell a comment from a string, and which member a comment belongs to.
 */
final class JavaSource {
    /** Comments and literals, the latter so that nothing inside them is taken for the former. */
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>//[^\\n]*(?:\\n\\h*//[^\\n]*)*|/\\*.*?\\*/)"
                    + "|\"\"\".*?(?<!\\\\)\"\"\"|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'(?:[^'\\\\]|\\\\.[^']*)'",
            Pattern.DOTALL);

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
    private static final Pattern CALL = Pattern.compile("(?<!\\bnew)(?<!\\.)[\\s>\\]]\\s*(\\w+)\\s*\\(");
    private static final Pattern FIRST_NAME = Pattern.compile("(\\w+)\\s*(?:\\(|[=;,{]|$)");
    private static final Pattern ANNOTATION =
            Pattern.compile("@(?!interface)\\w+(?:\\s*\\((?:[^()]++|\\((?:[^()]++|\\([^()]*+\\))*+\\))*+\\))?");
    private static final Set<String> STATEMENTS =
            Set.of("if", "for", "while", "switch", "catch", "synchronized", "try", "return", "super", "this");

    private final String text;
    private final String code;
    private final List<Comment> comments = new ArrayList<>();

    /**
     * One comment; lines of {@code //} that follow one another are one.
     *
     * @param from where it begins in the file
     * @param words without the marks of a comment and of Javadoc; lines are kept
     */
    record Comment(int from, int to, String words) {}

    JavaSource(String text) {
        this.text = text;
        StringBuilder blanked = new StringBuilder(text);
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group("comment") != null) {
                comments.add(new Comment(token.start(), token.end(), words(token.group())));
            }
            blanked.replace(token.start(), token.end(), " ".repeat(token.end() - token.start()));
        }
        this.code = blanked.toString();
    }

    List<Comment> comments() {
        return Collections.unmodifiableList(comments);
    }

    /** The line, counted from 1, of a character. */
    int line(int at) {
        return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }

    /** The member that a comment stands in or before, for instance {@code FrameDecoder.first}. */
    String member(Comment comment) {
        Deque<Block> open = new ArrayDeque<>();
        int header = 0;
        for (int i = 0; i < comment.from(); i++) {
            char c = code.charAt(i);
            if (c == '{') {
                open.addLast(Block.of(code.substring(header, i), open.peekLast()));
            } else if (c == '}' && !open.isEmpty()) {
                open.removeLast();
            }
            if (c == '{' || c == '}' || c == ';') {
                header = i + 1;
            }
        }
        List<String> types = new ArrayList<>();
        String member = "";
        for (Block block : open) {
            if (block.isType()) {
                types.add(block.name());
                member = "";
            } else if (member.isEmpty()) {
                member = block.name();
            }
        }
        boolean isBetweenMembers = open.isEmpty() || open.getLast().isType();
        if (isBetweenMembers) {
            member = following(comment.to());
        }
        String path = String.join(".", types);
        return path.isEmpty() ? member : member.isEmpty() ? path : path + "." + member;
    }

    /** What is declared after a comment. */
    private String following(int from) {
        int depth = 0;
        int to = from;
        for (; to < code.length(); to++) {
            char c = code.charAt(to);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && "{};=".indexOf(c) >= 0) {
                break;
            }
        }
        String header = ANNOTATION.matcher(code.substring(from, to)).replaceAll(" ");
        Matcher type = TYPE.matcher(header);
        if (type.find()) {
            return type.group(1);
        }
        Matcher name = FIRST_NAME.matcher(header);
        return name.find() ? name.group(1) : "";
    }

    /** What stands before an opening brace: a type, a method, or neither, which has no name. */
    private record Block(boolean isType, String name) {
        static Block of(String header, Block outer) {
            String declaration =
                    " " + ANNOTATION.matcher(header).replaceAll(" ").strip();
            Matcher type = TYPE.matcher(declaration);
            if (type.find()) {
                return new Block(true, type.group(1));
            }
            boolean isInType = outer != null && outer.isType();
            Matcher call = CALL.matcher(declaration);
            if (isInType && call.find() && !STATEMENTS.contains(call.group(1)) && !declaration.contains("=")) {
                return new Block(false, call.group(1));
            }
            boolean isCompactConstructor = isInType && declaration.endsWith(" " + outer.name());
            return new Block(false, isCompactConstructor ? outer.name() : "");
        }
    }

    private static String words(String comment) {
        return comment.replaceAll("(?m)^\\h*//\\h?|^/\\*\\*?|\\*/$|^\\h*\\*(?!/)\\h?", "")
                .replaceAll("\\{@\\w+\\s+([^{}]*)}", "$1");
    }
}
