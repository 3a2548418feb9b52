package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NamesTest {
    @Test
    void aNameIsTidiedToWhatCanBeSeen() {
        assertThat(Names.tidy("  Ada   Lovelace ")).isEqualTo("Ada Lovelace");
        assertThat(Names.tidy("Ada\u0000\u001b[31m\n")).isEqualTo("Ada[31m");
        assertThat(Names.tidy("\u202EevilAda\u200B")).isEqualTo("evilAda");
        assertThat(Names.tidy(" \u200B\u00A0 ")).isEmpty();
        assertThat(Names.tidy("e\u0301")).isEqualTo("\u00E9");
        assertThat(Names.tidy("<b>Ada</b>")).isEqualTo("<b>Ada</b>");
    }

    @Test
    void aNameIsCutBetweenCharacters() {
        assertThat(Names.tidy("x".repeat(1_000_000))).hasSize(Names.MAX_LENGTH);
        String cut = Names.tidy("x".repeat(Names.MAX_LENGTH - 1) + "😀😀");
        assertThat(cut).isEqualTo("x".repeat(Names.MAX_LENGTH - 1));
    }

    @Test
    void aTakenNameGetsTheSmallestNumberThatMakesItUnique() {
        List<String> taken = List.of("Ada", "ada2", "Grace");
        assertThat(Names.unique("Alan", taken)).isEqualTo("Alan");
        assertThat(Names.unique("ADA", taken)).isEqualTo("ADA3");
        assertThat(Names.unique("Grace", taken)).isEqualTo("Grace2");
    }

    @Test
    void namesOfFullLengthStayUniqueAndWithinIt() {
        String longest = "x".repeat(Names.MAX_LENGTH);
        Collection<String> taken = new HashSet<>(Set.of(longest));
        for (int i = 0; i < 1_000; i++) {
            String unique = Names.unique(longest, taken);
            assertThat(unique.length()).isLessThanOrEqualTo(Names.MAX_LENGTH);
            assertThat(taken.add(unique)).isTrue();
        }
    }
}
