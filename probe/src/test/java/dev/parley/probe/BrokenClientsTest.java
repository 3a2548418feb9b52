package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe can fail a client: each of these breaks one rule, and the case that is meant for it says so. */
@Tag("one-jdk")
class BrokenClientsTest {
    private static Trials trials;

    static List<Fault> faults() {
        return Faults.of(Role.CLIENT);
    }

    @BeforeAll
    static void begin() {
        trials = new Trials(faults(), FaultTrial::ofClient);
    }

    @AfterAll
    static void end() {
        trials.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theCaseThatIsMeantForItCatchesTheClientThat(Fault fault) throws Exception {
        trials.await(fault);
    }

    @Test
    void manyRulesAreBroken() {
        assertThat(faults()).extracting(Fault::name).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    }
}
