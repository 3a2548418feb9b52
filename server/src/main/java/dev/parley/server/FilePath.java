package dev.parley.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a path in a URL, as names of files below a folder. Only what can be nothing else is taken: each name is decoded once and
 * then must be a plain one, on every operating system. Stateless.
 */
final class FilePath {
    /** Devices that Windows finds in every folder, whatever their ending. */
    private static final Pattern WINDOWS_DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

    private static final String WELL_KNOWN = ".well-known"; // RFC 8615

    private FilePath() {}

    /**
     * The names; empty if one is not plain. A slash at the end is not part of them.
     *
     * @param path as it was sent, percent-encoding and all, without the part that leads to the folder
     */
    static Optional<List<String>> names(String path) {
        List<String> names = new ArrayList<>();
        String inside = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (inside.isEmpty()) {
            return Optional.of(names);
        }
        for (String segment : inside.split("/", -1)) {
            Optional<String> name = decoded(segment).filter(FilePath::isPlain);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }

    private static boolean isPlain(String name) {
        boolean hidden = name.startsWith(".") && !name.equals(WELL_KNOWN); // also "." and ".."
        return !name.isEmpty()
                && !hidden
                && !name.endsWith(".") // Windows leaves dots and blanks at the end away
                && !name.endsWith(" ")
                && name.chars().allMatch(FilePath::isPlain)
                && !WINDOWS_DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Neither a separator anywhere, nor what Windows has a meaning for, nor a control character. */
    private static boolean isPlain(int c) {
        return c >= ' ' && (c < 0x7F || c > 0x9F) && "/\\:*?\"<>|".indexOf(c) < 0;
    }

    /** Percent-decoding into UTF-8 (RFC 3986 §2.1); empty if it is malformed. */
    private static Optional<String> decoded(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.put((byte) c); // one byte each, by now
                continue;
            }
            int high = hex(segment, i + 1);
            int low = hex(segment, i + 2);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hex(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
    }
}
