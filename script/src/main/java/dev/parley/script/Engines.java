package dev.parley.script;

import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/** The JavaScript engine of this process, made when the first script wants it: scripts share what it compiled. */
final class Engines {
    /** Whether the library that lets Graal's compiler in could not be loaded is of no interest to who has none. */
    private static final String ATTACH_FAILURE = "polyglotimpl.AttachLibraryFailureAction";

    private static volatile @Nullable Engine shared;

    private Engines() {}

    static Engine shared() throws ScriptException {
        Engine engine = shared;
        return engine == null ? share() : engine;
    }

    private static synchronized Engine share() throws ScriptException {
        if (shared == null) {
            shared = another();
        }
        return shared;
    }

    /** One for a single script. */
    static synchronized Engine another() throws ScriptException {
        boolean quiet = System.getProperty(ATTACH_FAILURE) == null;
        if (quiet) {
            System.setProperty(ATTACH_FAILURE, "ignore");
        }
        try {
            return Engine.newBuilder("js")
                    .option("engine.WarnInterpreterOnly", "false")
                    .build();
        } catch (LinkageError | RuntimeException e) {
            throw unusable(e);
        } finally {
            if (quiet) {
                System.clearProperty(ATTACH_FAILURE);
            }
        }
    }

    /** One line: which JDK this is, and what is wrong with it. */
    static ScriptException unusable(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ScriptException(
                "JavaScript cannot run on Java " + System.getProperty("java.version") + " with this GraalJS: "
                        + String.valueOf(root).replaceAll("\\s+", " "),
                cause);
    }
}
