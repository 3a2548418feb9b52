package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An owner that deals with messages elsewhere puts the end off until it has answered those that came before. */
final class EndingLaterTest {
    private static final String WHY = "a reserved bit is set (RFC 6455 §5.2)";

    @ParameterizedTest
    @EnumSource(Role.class)
    void answersToEarlierMessagesGoOutBeforeTheCloseFrame(Role role) {
        Owner owner = new Owner(role);
        owner.breakARule();
        assertThat(owner.engine.state()).isEqualTo(ReadyState.OPEN);
        assertThat(owner.engine.send(Opcode.TEXT, ByteBuffer.wrap(Wire.utf8("answer"))))
                .isTrue();
        owner.fail.run();
        owner.fail.run();
        assertThat(owner.log())
                .containsExactly("got TEXT before", "sent TEXT answer", "sent CLOSE 1002 " + WHY, "finish", FAILED);
        assertThat(owner.engine.send(Opcode.TEXT, ByteBuffer.allocate(1))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nothingFurtherIsTakenMeanwhile(Role role) {
        Owner owner = new Owner(role);
        owner.breakARule();
        owner.engine.receive(ByteBuffer.wrap(
                Wire.to(role).text("more").ping("").close().hex("FF").bytes()));
        owner.fail.run();
        assertThat(owner.log()).containsExactly("got TEXT before", "sent CLOSE 1002 " + WHY, "finish", FAILED);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void ownerThatNeverComesBackIsNotWaitedFor(Role role) {
        Owner owner = new Owner(role);
        owner.breakARule();
        long deadline = owner.engine.nextDeadline();
        assertThat(deadline).isEqualTo(Limits.DEFAULT.closeTimeoutNanos() / 5);
        owner.engine.advanceTo(deadline - 1);
        assertThat(owner.engine.state()).isEqualTo(ReadyState.OPEN);
        owner.engine.advanceTo(deadline);
        assertThat(owner.log()).containsExactly("got TEXT before", "sent CLOSE 1002 " + WHY, "finish", FAILED);
        owner.fail.run();
        assertThat(owner.log()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void endOfTheTransportMeanwhileIsStillThatFailure(Role role) {
        Owner owner = new Owner(role);
        owner.breakARule();
        owner.engine.receiveEnd();
        owner.fail.run();
        assertThat(owner.log()).containsExactly("got TEXT before", "abort", FAILED);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closingMeanwhileSendsTheOnlyCloseFrame(Role role) {
        Owner owner = new Owner(role);
        owner.breakARule();
        assertThat(owner.engine.close(new Close(1000))).isTrue();
        owner.fail.run();
        assertThat(owner.log()).containsExactly("got TEXT before", "sent CLOSE 1000", "finish", FAILED);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void answersToEarlierMessagesGoOutBeforeTheAnswerToTheClose(Role role) {
        Owner owner = new Owner(role);
        owner.beClosed();
        assertThat(owner.engine.send(Opcode.TEXT, ByteBuffer.wrap(Wire.utf8("answer"))))
                .isTrue();
        owner.answer.run();
        owner.answer.run();
        assertThat(owner.engine.send(Opcode.TEXT, ByteBuffer.allocate(1))).isFalse();
        owner.engine.receiveEnd();
        assertThat(owner.log())
                .containsExactly("got TEXT before", "sent TEXT answer", "sent CLOSE 1001 bye", "finish", CLEAN);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closeThatIsNotAnsweredInTimeIsAnsweredWithoutItsOwner(Role role) {
        Owner owner = new Owner(role);
        owner.beClosed();
        owner.engine.advanceTo(owner.engine.nextDeadline());
        owner.engine.receiveEnd();
        owner.answer.run();
        assertThat(owner.log()).containsExactly("got TEXT before", "sent CLOSE 1001 bye", "finish", CLEAN);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void closingMeanwhileIsTheAnswer(Role role) {
        Owner owner = new Owner(role);
        owner.beClosed();
        owner.engine.close(new Close(4000, "me too"));
        owner.answer.run();
        owner.engine.receiveEnd();
        assertThat(owner.log()).containsExactly("got TEXT before", "sent CLOSE 4000 me too", "finish", CLEAN);
    }

    /** RFC 6455 §5.5.1 asks for an answer, but there is nobody left to get it: what was said was said. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void peerThatIsGoneBeforeTheAnswerEndedClean(Role role) {
        Owner owner = new Owner(role);
        owner.beClosed();
        owner.engine.receiveEnd();
        owner.answer.run();
        assertThat(owner.log()).containsExactly("got TEXT before", "finish", CLEAN);
    }

    private static final String CLEAN = "end Clean 1001 bye";
    private static final String FAILED = "end Failed RESERVED_BIT_SET";

    private static final class Owner implements EngineHandler {
        final Recorder recorder = new Recorder();
        final WebSocketEngine engine;
        Runnable fail = () -> {};
        Runnable answer = () -> {};
        private final List<Violation> violations = new ArrayList<>();
        private final Role role;

        Owner(Role role) {
            this.role = role;
            engine = role == Role.SERVER
                    ? WebSocketEngine.server(Limits.DEFAULT, Agreement.NONE, this, recorder)
                    : WebSocketEngine.client(Limits.DEFAULT, Agreement.NONE, () -> 1, this, recorder);
            engine.advanceTo(0);
        }

        void breakARule() {
            engine.receive(
                    ByteBuffer.wrap(Wire.to(role).text("before").hex("F1").bytes()));
            assertThat(violations).containsExactly(Violation.RESERVED_BIT_SET);
        }

        void beClosed() {
            engine.receive(ByteBuffer.wrap(Wire.to(role)
                    .text("before")
                    .close(1001, "bye")
                    .text("after")
                    .bytes()));
        }

        List<String> log() {
            return recorder.log();
        }

        @Override
        public void onViolation(Violation violation, Runnable fail) {
            violations.add(violation);
            this.fail = fail;
        }

        @Override
        public void onClosing(Close received, Runnable answer) {
            this.answer = answer;
        }

        @Override
        public void onMessage(Opcode kind, ByteBuffer payload) {
            recorder.onMessage(kind, payload);
        }

        @Override
        public void onEnd(Ending ending) {
            recorder.onEnd(ending);
        }
    }
}
