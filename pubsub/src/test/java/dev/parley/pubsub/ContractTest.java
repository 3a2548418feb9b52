package dev.parley.pubsub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("one-jdk")
class ContractTest {
    @TempDir
    Path directory;

    private final List<Backplane> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Backplane::close);
    }

    @TestFactory
    Stream<DynamicTest> inMemory() {
        return checks(new MemoryLog(LogOptions.DEFAULT));
    }

    @TestFactory
    Stream<DynamicTest> inAFileThatSurvivesTheProcess() throws IOException {
        return checks(FileLog.open(directory, Durability.PROCESS, LogOptions.DEFAULT));
    }

    @TestFactory
    Stream<DynamicTest> inAFileThatSurvivesALossOfPower() throws IOException {
        return checks(FileLog.open(directory, Durability.POWER, LogOptions.DEFAULT));
    }

    private Stream<DynamicTest> checks(Log log) {
        Backplane backplane = new EmbeddedBackplane(log);
        opened.add(backplane);
        return BackplaneContract.checks(() -> backplane).stream()
                .map(check -> DynamicTest.dynamicTest(check.sentence(), check::run));
    }
}
