package dev.parley.script;

import dev.parley.client.WebSocketOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.graalvm.polyglot.Context;

/**
 * What a {@link Script} is given. Immutable.
 *
 * @param base the URL that relative URLs are relative to, and {@code location}; empty for none
 * @param arguments what the script finds in {@code scriptArgs}
 * @param modules the folder below which modules may be imported; empty for no imports
 * @param webSocket what its sockets are opened with; its event sources take the trust and the connect timeout from here. The
 *     executor is replaced by the loop of the script
 * @param maxEventBytes how large an event of an {@code EventSource} may be, in bytes; a larger one ends that source
 * @param out where {@code console.log} and {@code print} write
 * @param err where {@code console.error} and {@code console.warn} write
 * @param context the last word on the context that the script runs in. This is where an embedder opens what is shut by
 *     default: Java classes, files, processes
 */
public record ScriptOptions(
        String base,
        List<String> arguments,
        Optional<Path> modules,
        WebSocketOptions webSocket,
        int maxEventBytes,
        PrintStream out,
        PrintStream err,
        UnaryOperator<Context.Builder> context) {

    /** No base, no arguments, the client's defaults, events to 16 MiB, the process's output, nothing of the host. */
    public static final ScriptOptions DEFAULT = new ScriptOptions(
            "",
            List.of(),
            Optional.empty(),
            WebSocketOptions.DEFAULT,
            16 * 1024 * 1024,
            System.out,
            System.err,
            UnaryOperator.identity());

    /** @throws IllegalArgumentException if the base is no URL of HTTP, or a number is out of its range */
    public ScriptOptions {
        arguments = List.copyOf(arguments);
        if (!base.isEmpty() && HttpUrl.parse(base, "").isEmpty()) {
            throw new IllegalArgumentException("The base \"" + base + "\" is no URL of a page.");
        }
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes must be positive.");
        }
    }

    public ScriptOptions withBase(String base) {
        return new ScriptOptions(base, arguments, modules, webSocket, maxEventBytes, out, err, context);
    }

    public ScriptOptions withArguments(List<String> arguments) {
        return new ScriptOptions(base, arguments, modules, webSocket, maxEventBytes, out, err, context);
    }

    public ScriptOptions withModules(Path modules) {
        return new ScriptOptions(base, arguments, Optional.of(modules), webSocket, maxEventBytes, out, err, context);
    }

    public ScriptOptions withWebSocket(WebSocketOptions webSocket) {
        return new ScriptOptions(base, arguments, modules, webSocket, maxEventBytes, out, err, context);
    }

    public ScriptOptions withMaxEventBytes(int maxEventBytes) {
        return new ScriptOptions(base, arguments, modules, webSocket, maxEventBytes, out, err, context);
    }

    public ScriptOptions withOutput(PrintStream out, PrintStream err) {
        return new ScriptOptions(base, arguments, modules, webSocket, maxEventBytes, out, err, context);
    }

    public ScriptOptions withContext(UnaryOperator<Context.Builder> context) {
        return new ScriptOptions(base, arguments, modules, webSocket, maxEventBytes, out, err, context);
    }
}
