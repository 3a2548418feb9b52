package dev.parley.probe;

import java.util.List;
import java.util.regex.Pattern;

/** Which cases a run takes, as {@link ProbeOptions#only} says. */
final class Selection {
    private Selection() {}

    /** @throws IllegalArgumentException if one of the patterns selects no case at all: it is most likely misspelt */
    static List<Case> of(List<Case> cases, List<String> only) {
        if (only.isEmpty()) {
            return cases;
        }
        if (only.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("A pattern without a letter names no case.");
        }
        List<Pattern> patterns = only.stream().map(Selection::compiled).toList();
        for (int i = 0; i < patterns.size(); i++) {
            Pattern pattern = patterns.get(i);
            if (cases.stream().noneMatch(test -> pattern.matcher(test.id()).matches())) {
                throw new IllegalArgumentException(
                        "No case for a " + cases.get(0).role().word() + " is called " + only.get(i) + ".");
            }
        }
        return cases.stream()
                .filter(test -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(test.id()).matches()))
                .toList();
    }

    private static Pattern compiled(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.chars().forEach(c -> regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf((char) c))));
        return Pattern.compile(regex + "(\\..*)?");
    }
}
