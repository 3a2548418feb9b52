package dev.parley.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The path of a URL: segments of which none is {@code .} or {@code ..} (URL standard §4.4, "path state"). Stateless. */
final class UrlPath {
    private UrlPath() {}

    /**
     * The path that one leads to.
     *
     * @param from a path that was made here, where a relative one begins; {@code /} for an absolute one
     * @param written with or without a slash, or a backslash, at its beginning
     */
    static String resolve(String from, String written) {
        boolean absolute = !written.isEmpty() && isSlash(written.charAt(0));
        List<String> segments = new ArrayList<>();
        if (!absolute) {
            segments.addAll(List.of(from.substring(1).split("/", -1)));
            segments.remove(segments.size() - 1);
        }
        String[] further = written.substring(absolute ? 1 : 0).split("[/\\\\]", -1);
        for (int i = 0; i < further.length; i++) {
            String dots = further[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
            boolean up = dots.equals("..");
            if (up && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            }
            if (!up && !dots.equals(".")) {
                segments.add(PercentCoding.encode(further[i], PercentCoding.IN_PATHS));
            } else if (i == further.length - 1) {
                segments.add("");
            }
        }
        return "/" + String.join("/", segments);
    }

    static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }
}
