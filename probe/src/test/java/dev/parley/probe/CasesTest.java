package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CasesTest {
    @ParameterizedTest
    @EnumSource
    void thereAreMoreThanAThousandForEachRole(Role role) {
        assertThat(Cases.all(role)).hasSizeGreaterThan(1000);
    }

    @ParameterizedTest
    @EnumSource
    void idsAreUnique(Role role) {
        List<String> ids = Cases.all(role).stream().map(Case::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void anIdBeginsWithItsGroup(Role role) {
        assertThat(Cases.all(role))
                .allSatisfy(test -> assertThat(test.id())
                        .startsWith(test.group().prefix() + ".")
                        .matches("[a-z][a-z0-9-]*(\\.[a-z0-9+-]+)+"));
    }

    @ParameterizedTest
    @EnumSource
    void eachSaysWhatItDoesAndWhatItTakesAndWhereThatIsWritten(Role role) {
        assertThat(Cases.all(role)).allSatisfy(test -> {
            assertThat(test.clause()).matches("RFC \\d{4} §[0-9.]+(, (RFC \\d{4} )?§[0-9.]+)*");
            assertThat(test.title()).endsWith(".");
            assertThat(test.expected()).matches("(?s).+[.\"]");
            assertThat(test.role()).isEqualTo(role);
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyGroupHasSome(Role role) {
        assertThat(Cases.all(role)).extracting(Case::group).contains(Group.values());
    }
}
