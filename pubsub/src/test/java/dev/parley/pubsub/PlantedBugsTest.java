package dev.parley.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation is worth what it finds: mistakes that somebody could make, each in one line. */
@Tag("one-jdk")
class PlantedBugsTest {
    /** Without a mistake, none of so many days has anything to find. */
    private static final int SEEDS = 300;

    static List<PlantedBug> bugs() {
        return List.of(
                new PlantedBug(
                        "a message after a gap is taken for the next one",
                        "Topic.java",
                        "entry.offset() == state.last() + 1) {\n                    accept(entry);\n                    return;",
                        "entry.offset() > state.last()) {\n                    accept(entry);\n                    return;"),
                new PlantedBug(
                        "the ends are not compared, so the loss of the last news goes unnoticed",
                        "Topic.java",
                        "if (now != null && !end.equals(",
                        "if (now == null && !end.equals("),
                new PlantedBug(
                        "a message that is published again is appended again",
                        "TopicLog.java",
                        "if (before != null) {",
                        "if (before != null && before < 0) {"),
                new PlantedBug(
                        "an id is taken for the same whoever says it",
                        "TopicLog.java",
                        "new Name(draft.from(), draft.id())",
                        "new Name(\"\", draft.id())"),
                new PlantedBug(
                        "a log that has begun anew is taken for the old one",
                        "Topic.java",
                        "!slice.epoch().equals(state.epoch()) || slice.head() < after",
                        "slice.head() < 0"),
                new PlantedBug(
                        "a client resumes in an epoch that is over",
                        "Joining.java",
                        "!resume.epoch().equals(state.epoch()) || resume.offset() > state.last()",
                        "resume.offset() > state.last()"),
                new PlantedBug(
                        "a message is sent again to those who have it",
                        "Subscription.java",
                        "if (!live || offset <= at.last()) {",
                        "if (!live || offset < at.last()) {"),
                new PlantedBug(
                        "what was said before the subscription began is not sent until something follows",
                        "Subscription.java",
                        "audience.add(this);\n        pump();",
                        "audience.add(this);\n        live = true;"),
                new PlantedBug("who has left still hears what is said", "Session.java", "        left.end();\n", ""),
                new PlantedBug(
                        "a message is acknowledged before it stands anywhere",
                        "Session.java",
                        "        await(\n                command.ref(),\n                node.publish(",
                        "        send(Wire.ack(command.ref(), name, command.id(),"
                                + " new Appended(new Position(\"e\", 1), 1, false), node.durability()));\n"
                                + "        await(command.ref(), node.publish("),
                new PlantedBug("an audience is woken only once", "Topic.java", "        audience.woken = false;\n", ""),
                new PlantedBug(
                        "a loss is not told to those who are in the midst of it",
                        "Topic.java",
                        "if (at.losses() != state.losses()) {",
                        "if (at.losses() > state.losses()) {"),
                new PlantedBug(
                        "a client that has read what waited is not sent what follows",
                        "Session.java",
                        "                subscription.pump();\n",
                        ""),
                new PlantedBug(
                        "a log that could not be read is not read again",
                        "Topic.java",
                        "                node.timing().after(pauseMillis, this::lookLater);\n",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void theSimulationFinds(PlantedBug bug) throws Exception {
        PlantedBug.Broken broken = bug.plant();
        String found = "";
        long seed = 0;
        while (found.isEmpty() && seed < SEEDS) {
            found = broken.find(++seed);
        }
        assertThat(found).as("within %d seeds", SEEDS).isNotEmpty();
        System.out.println("found with seed " + seed + " that " + bug + ": " + found);
    }
}
