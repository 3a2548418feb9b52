package dev.parley.script;

import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** The first error of a script that nothing in it caught: it ends the loop. Confined to the loop. */
final class Failures {
    private final EventLoop loop;
    private @Nullable ScriptException first;

    Failures(EventLoop loop) {
        this.loop = loop;
    }

    /** @param what the error with its stack */
    void uncaught(String what) {
        if (first == null) {
            first = new ScriptException(what);
        }
        loop.stop();
    }

    /** Calls into JavaScript where its own layer reports what scripts throw: whatever comes out is the end. */
    void guard(Runnable call) {
        try {
            call.run();
        } catch (PolyglotException e) {
            if (first == null) {
                first = new ScriptException(String.valueOf(e.getMessage()), e);
            }
            loop.stop();
        }
    }

    /** Throws the first one, if there was one. */
    void rethrow() throws ScriptException {
        if (first != null) {
            throw first;
        }
    }
}
