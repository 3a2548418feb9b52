package dev.parley.script;

import java.io.IOException;
import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;

/**
 * JavaScript with the objects that a browser gives to programs that talk over WebSocket, on one event loop.
 *
 * <pre>{@code
 * try (Script script = Script.open(ScriptOptions.DEFAULT)) {
 *     script.run("new WebSocket('ws://127.0.0.1:8080/echo').onopen = (event) => event.target.close()");
 * }
 * }</pre>
 *
 * <p>{@code run} returns when nothing is left to do: no timer, no socket that is not closed, no event source. What a script
 * leaves behind (its globals) the next one finds. A script reaches no Java class, file or process unless the {@link ScriptOptions}
 * say so.
 *
 * <p>One thread at a time; {@link #stop} any thread.
 */
public final class Script implements AutoCloseable {
    /** A ByteBuffer becomes an ArrayBuffer without a copy; nothing else of Java can be touched. */
    private static final HostAccess BUFFERS_ONLY =
            HostAccess.newBuilder().allowBufferAccess(true).build();

    private static final String MODULE = "application/javascript+module";

    private final EventLoop loop = new EventLoop();
    private final Failures failures = new Failures(loop);
    private final Context context;
    private final Globals globals;

    private Script(ScriptOptions options) throws ScriptException, IOException {
        try {
            context = options.context().apply(builder(options)).build();
            globals = new Globals(context, options, loop, failures);
        } catch (LinkageError | IllegalStateException e) {
            throw Engines.unusable(e);
        }
    }

    /**
     * Makes the globals; nothing runs yet.
     *
     * @throws ScriptException if this JDK cannot run GraalJS: one line that says so
     * @throws IOException if the folder of modules is not there
     */
    public static Script open(ScriptOptions options) throws ScriptException, IOException {
        return new Script(options);
    }

    private static Context.Builder builder(ScriptOptions options) throws ScriptException, IOException {
        Context.Builder builder = Context.newBuilder("js")
                .engine(Engines.shared())
                // A ByteBuffer becomes an ArrayBuffer without a copy; nothing else of Java can be touched.
                .allowHostAccess(HostAccess.newBuilder().allowBufferAccess(true).build())
                .allowExperimentalOptions(true)
                .option("js.unhandled-rejections", "handler")
                .option("js.text-encoding", "true")
                .option("js.performance", "true")
                .option("js.timer-resolution", "1000")
                .option("js.console", "false")
                .option("js.print", "false")
                .option("js.load", "false")
                .option("js.polyglot-builtin", "false")
                .option("js.global-arguments", "false");
        // Who shares an engine has to agree on what of the host can be reached.
        builder.engine(options.context() == ScriptOptions.DEFAULT.context() ? Engines.shared() : Engines.another());
        if (options.modules().isPresent()) {
            builder.allowIO(IOAccess.newBuilder()
                    .fileSystem(new ModuleFolder(options.modules().get()))
                    .build());
        }
        return builder;
    }

    /** The context, to give it more or to look into it, by the thread that runs the script. */
    public Context context() {
        return context;
    }

    /** Runs a classic script, and what follows from it. See {@link #run(Path)}. */
    public void run(String source) throws ScriptException, InterruptedException {
        run(Source.create("js", source));
    }

    /**
     * Runs a file as a classic script, and what follows from it, until nothing is left to do.
     *
     * @throws ScriptException if it, or a listener or timer or promise of it, fails and nothing of it catches that
     * @throws IOException if the file cannot be read
     * @throws InterruptedException if this thread is interrupted; the script may be run on
     */
    public void run(Path file) throws ScriptException, IOException, InterruptedException {
        run(Source.newBuilder("js", file.toFile()).build());
    }

    /** Runs a file as a module. What it imports must lie below the folder of {@link ScriptOptions#modules}. */
    public void runModule(Path file) throws ScriptException, IOException, InterruptedException {
        Value whole = run(Source.newBuilder("js", file.toRealPath().toFile())
                .mimeType(MODULE)
                .build());
        if (globals.isPending(whole)) {
            throw new ScriptException(file + " waits, at its top level, for what can no longer happen.");
        }
    }

    /** Has {@code run} return after what it does at this moment. */
    public void stop() {
        loop.stop();
    }

    /** Lets go of the sockets and of the context. */
    @Override
    public void close() {
        globals.world().closeAll();
        context.close();
    }

    private Value run(Source source) throws ScriptException, InterruptedException {
        Value result = context.asValue(null);
        loop.nextTurn();
        try {
            result = context.eval(source);
            if (MODULE.equals(source.getMimeType())) {
                globals.watch(result);
            }
        } catch (PolyglotException e) {
            if (e.getGuestObject() == null || e.isCancelled() || e.isHostException()) {
                throw new ScriptException(String.valueOf(e.getMessage()), e);
            }
            globals.report(e.getGuestObject());
        }
        globals.loaded();
        loop.run();
        failures.rethrow();
        return result;
    }
}
