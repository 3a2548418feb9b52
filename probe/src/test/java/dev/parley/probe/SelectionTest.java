package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<Case> ALL = Cases.all(Role.SERVER);

    @Test
    void nothingSelectsEverything() {
        assertThat(Selection.of(ALL, List.of())).isEqualTo(ALL);
    }

    @Test
    void anIdSelectsItself() {
        assertThat(ids("frame.length.text-5".replace('5', '7'))).containsExactly("frame.length.text-7");
    }

    @Test
    void theBeginningOfAnIdEndsAtADot() {
        assertThat(ids("close.code")).contains("close.code.1000").allMatch(id -> id.startsWith("close.code."));
    }

    @Test
    void theNameOfAGroupSelectsIt() {
        assertThat(Selection.of(ALL, List.of("mask"))).isNotEmpty().allMatch(test -> test.group() == Group.MASK);
    }

    @Test
    void anAsteriskStandsForAnything() {
        assertThat(ids("*.surrogate-d800*"))
                .contains(
                        "utf8.surrogate-d800.whole", "close.bad-reason.surrogate-d800", "inflate.text.surrogate-d800");
    }

    @Test
    void severalPatternsKeepTheOrderOfTheCases() {
        assertThat(ids("close.code.1001", "frame.length.text-0"))
                .containsExactly("frame.length.text-0", "close.code.1001");
    }

    @Test
    void aPatternThatSelectsNothingIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ids("close", "clsoe"))
                .withMessageContaining("clsoe");
    }

    @Test
    void anEmptyPatternIsAMistakeToo() {
        assertThatIllegalArgumentException().isThrownBy(() -> ids("close", " "));
    }

    private static List<String> ids(String... patterns) {
        return Selection.of(ALL, List.of(patterns)).stream().map(Case::id).toList();
    }
}
