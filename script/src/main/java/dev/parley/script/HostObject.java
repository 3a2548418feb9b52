package dev.parley.script;

import dev.parley.client.DOMException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** An object of Java's functions for the script layer, which hands none of them on to scripts. Confined to the script's loop. */
final class HostObject {
    /** A function of JavaScript's: arguments and result are values of either side. */
    @FunctionalInterface
    interface Function {
        @Nullable
        Object call(Value... arguments) throws IOException;
    }

    private final Map<String, Object> functions = new HashMap<>();
    private final Value raise;

    /** @param raise throws a {@code DOMException} of JavaScript's, of a name and a message */
    HostObject(Value raise) {
        this.raise = raise;
    }

    HostObject with(String name, Function function) {
        functions.put(name, (ProxyExecutable) arguments -> {
            try {
                return function.call(arguments);
            } catch (DOMException e) {
                return raise.execute(e.name(), e.getMessage());
            } catch (IOException e) {
                return raise.execute("NotReadableError", String.valueOf(e.getMessage()));
            }
        });
        return this;
    }

    ProxyObject done() {
        return ProxyObject.fromMap(functions);
    }
}
