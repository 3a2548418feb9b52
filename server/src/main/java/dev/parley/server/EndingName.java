package dev.parley.server;

import dev.parley.engine.Close;
import dev.parley.engine.Ending;

/** How an ending is called in figures and logs. Stateless. */
final class EndingName {
    private EndingName() {}

    /** {@code clean}, {@code failed} (the peer broke a rule) or {@code lost}. */
    static String of(Ending ending) {
        return ending instanceof Ending.Clean ? "clean" : ending instanceof Ending.Failed ? "failed" : "lost";
    }

    /** The code that tells why: what the peer said, what it was told when it broke a rule, or 1006. */
    static int code(Ending ending) {
        return ending instanceof Ending.Failed failed ? failed.violation().closeCode() : ending.code();
    }

    /** The code as one of few: a peer may close with any of 2,000, and must not thereby make 2,000 time series. */
    static String codeClass(Ending ending) {
        int code = code(ending);
        if (code == Close.NO_STATUS || code == Close.ABNORMAL || code < 3000 && Close.isOnTheWire(code)) {
            return Integer.toString(code);
        }
        return code < 4000 ? "3xxx" : "4xxx";
    }
}
