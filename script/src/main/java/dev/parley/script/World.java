package dev.parley.script;

import dev.parley.client.WebSocket;
import dev.parley.client.WebSocketOptions;
import dev.parley.engine.Headers;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.Value;

/** What a script's sockets and event sources share: its loop, its options, the way into its JavaScript. Confined to the loop. */
final class World {
    private final ScriptOptions options;
    private final WebSocketOptions webSocket;
    private final EventLoop loop;
    private final Failures failures;
    private final Value raise;
    private final Set<WebSocket> open = new LinkedHashSet<>();
    /** Those of scripts have positive numbers. */
    private int javaTimers;

    World(ScriptOptions options, EventLoop loop, Failures failures, Value raise) {
        this.options = options;
        this.webSocket = options.webSocket()
                .withExecutor(loop)
                .withHeaders(headers(options))
                .withBase(Optional.of(options.base()).filter(base -> !base.isEmpty()));
        this.loop = loop;
        this.failures = failures;
        this.raise = raise;
    }

    /** Like the page that the base is the address of, a script says where it comes from. */
    private static Headers headers(ScriptOptions options) {
        Headers headers = options.webSocket().headers();
        return HttpUrl.parse(options.base(), "")
                .filter(base -> !headers.contains("Origin"))
                .map(base -> headers.with("Origin", base.origin()))
                .orElse(headers);
    }

    EventLoop loop() {
        return loop;
    }

    ScriptOptions options() {
        return options;
    }

    HostObject hostObject() {
        return new HostObject(raise);
    }

    WebSocket connect(String url, String[] protocols) {
        WebSocket socket = new WebSocket(url, webSocket, protocols);
        open.add(socket);
        return socket;
    }

    /** Has Java do something later, for which the loop does not wait; what is returned calls it off. */
    Runnable later(long millis, Runnable task) {
        int id = --javaTimers;
        loop.after(id, millis, false, task);
        return () -> loop.cancel(id);
    }

    /** Writes a line for people, as a browser does to its console where scripts are told no reason. */
    void complain(String what) {
        options.err().println(what);
    }

    void closed(WebSocket socket) {
        open.remove(socket);
    }

    /** Lets go of every socket: the script is over. */
    void closeAll() {
        Set.copyOf(open).forEach(WebSocket::close);
    }

    /**
     * Has a callback make an event, and calls the listeners of it one by one: each on an empty stack, so that the microtasks of one are done
     * before the next is called (WebIDL §3.10, HTML standard §8.1.4.4 "clean up after running script").
     */
    void dispatch(Value callbacks, String callback, Object... arguments) {
        failures.guard(() -> {
            Value dispatch = callbacks.invokeMember(callback, arguments);
            while (!dispatch.isNull() && dispatch.invokeMember("step").asBoolean()) {
                // the next one
            }
        });
    }
}
