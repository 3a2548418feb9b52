package dev.parley.probe;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One rule that an endpoint breaks, all others being kept. Immutable.
 *
 * @param name what the endpoint does, as a sentence without a subject
 * @param caughtBy the id of the case that must find out
 * @param verdict what the case must say: that it fails, or that this is tolerated, where the RFC leaves room
 * @param roles which endpoints can do it
 * @param shows other cases that must have been played before it can be seen
 * @param silent whether it is seen only by waiting for what does not come
 * @param everywhere whether it shows in every case, and not only where one looks for it
 * @param answers the handshake of the server that does it
 * @param asking the handshake of the client that does it
 * @param echo what does it once the connection is open
 */
record Fault(
        String name,
        String caughtBy,
        Verdict verdict,
        Set<Role> roles,
        List<String> shows,
        boolean silent,
        boolean everywhere,
        AnswerSteps answers,
        AskSteps asking,
        Supplier<EchoSteps> echo) {

    /** What endpoints of both roles can do once the connection is open. */
    static Fault of(String name, String caughtBy, Supplier<EchoSteps> echo) {
        return new Fault(name, caughtBy, EnumSet.allOf(Role.class), new AnswerSteps(), new AskSteps(), echo);
    }

    static Fault ofServer(String name, String caughtBy, AnswerSteps answers) {
        return new Fault(name, caughtBy, EnumSet.of(Role.SERVER), answers, new AskSteps(), EchoSteps::new);
    }

    static Fault ofClient(String name, String caughtBy, AskSteps asking) {
        return new Fault(name, caughtBy, EnumSet.of(Role.CLIENT), new AnswerSteps(), asking, EchoSteps::new);
    }

    private Fault(
            String name,
            String caughtBy,
            Set<Role> roles,
            AnswerSteps answers,
            AskSteps asking,
            Supplier<EchoSteps> echo) {
        this(name, caughtBy, Verdict.FAIL, roles, List.of(), false, false, answers, asking, echo);
    }

    /** What only one of both can do. */
    Fault only(Role role) {
        return new Fault(name, caughtBy, verdict, Set.of(role), shows, silent, everywhere, answers, asking, echo);
    }

    /** The RFC leaves room: it recommends, or does not decide. */
    Fault tolerated() {
        return new Fault(name, caughtBy, Verdict.TOLERATED, roles, shows, silent, everywhere, answers, asking, echo);
    }

    /** It takes more than one case to be seen. */
    Fault shownBy(String... cases) {
        return new Fault(name, caughtBy, verdict, roles, List.of(cases), silent, everywhere, answers, asking, echo);
    }

    /** Nothing comes, which one must wait for. */
    Fault bySilence() {
        return new Fault(name, caughtBy, verdict, roles, shows, true, everywhere, answers, asking, echo);
    }

    /** No case can leave it aside. */
    Fault inEveryCase() {
        return new Fault(name, caughtBy, verdict, roles, shows, silent, true, answers, asking, echo);
    }

    @Override
    public String toString() {
        return name + ": " + caughtBy;
    }
}
