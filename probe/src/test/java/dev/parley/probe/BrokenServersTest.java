package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe can fail a server: each of these breaks one rule, and the case that is meant for it says so. */
@Tag("one-jdk")
class BrokenServersTest {
    private static Trials trials;

    static List<Fault> faults() {
        return Faults.of(Role.SERVER);
    }

    @BeforeAll
    static void begin() {
        trials = new Trials(faults(), FaultTrial::ofServer);
    }

    @AfterAll
    static void end() {
        trials.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theCaseThatIsMeantForItCatchesTheServerThat(Fault fault) throws Exception {
        trials.await(fault);
    }

    @Test
    void manyRulesAreBroken() {
        assertThat(faults()).extracting(Fault::name).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    }
}
