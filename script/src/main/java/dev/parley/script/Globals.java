package dev.parley.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** Puts the objects of a browser into a context: a thin layer of JavaScript over what Java does. Confined to the script's loop. */
final class Globals {
    /** Each is a function of the host's functions and of what the layers share, which none of them gives to scripts. */
    private static final List<String> FIRST = List.of("webidl", "dom-exception");

    private static final List<String> OTHERS = List.of(
            "event",
            "event-target",
            "event-interfaces",
            "abort",
            "inspect",
            "console",
            "report",
            "timers",
            "blob",
            "websocket",
            "event-source",
            "location",
            "global-scope");

    private final Context context;
    private final ScriptOptions options;
    private final EventLoop loop;
    private final Failures failures;
    private final Value shared;
    private final World world;
    private @Nullable HttpClient http;

    Globals(Context context, ScriptOptions options, EventLoop loop, Failures failures) {
        this.context = context;
        this.options = options;
        this.loop = loop;
        this.failures = failures;
        shared = context.eval("js", "({})");
        install(FIRST, ProxyObject.fromMap(Map.of()));
        world = new World(options, loop, failures, shared.getMember("raise"));
        install(OTHERS, host());
    }

    World world() {
        return world;
    }

    /** Tells the script of an error that it did not catch; if nobody there takes it, it is the end. */
    void report(Value error) {
        failures.guard(() -> shared.invokeMember("report", error));
    }

    /** Has {@code load} happen to the global object, as when a page is there. */
    void loaded() {
        failures.guard(() -> shared.invokeMember("loaded"));
    }

    /** Keeps an eye on a promise: see {@link #isPending}. */
    void watch(Value promise) {
        failures.guard(() -> shared.invokeMember("watch", promise));
    }

    /** Whether nothing came of a promise yet. */
    boolean isPending(Value promise) {
        return shared.invokeMember("isPending", promise).asBoolean();
    }

    private void install(List<String> names, ProxyObject host) {
        for (String name : names) {
            context.eval(layer(name)).executeVoid(host, shared);
        }
    }

    /** Internal: its frames do not stand in the stacks that scripts see. */
    private static Source layer(String name) {
        try (InputStream in = Globals.class.getResourceAsStream(name + ".js")) {
            if (in == null) {
                throw new IllegalStateException(name + ".js is missing.");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("js", text, "parley:" + name + ".js")
                    .internal(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProxyObject host() {
        return world.hostObject()
                .with("probe", none -> ByteBuffer.allocate(4))
                .with("base", none -> options.base())
                .with("arguments", none -> ProxyArray.fromList(List.copyOf(options.arguments())))
                .with("write", line -> write(line[0].asBoolean(), line[1].asString()))
                .with("fail", what -> fail(what[0].asString()))
                .with("complain", what -> complain(what[0].asString()))
                .with("timer", timer -> timer(timer[0].asInt(), timer[1].asLong(), timer[2].asBoolean(), timer[3]))
                .with("cancelTimer", id -> cancel(id[0].asInt()))
                .with("task", function -> task(function[0]))
                .with("blobs", none -> new ScriptBlobs(world).members())
                .with(
                        "connect",
                        of -> new ScriptSocket(world, of[0].asString(), of[1].as(String[].class), of[2]).members())
                .with("eventSource", of -> eventSource(of[0].asString(), of[1]))
                .with("httpUrl", of -> httpUrl(of[0].asString()))
                .done();
    }

    private boolean write(boolean error, String line) {
        (error ? options.err() : options.out()).println(line);
        return true;
    }

    private boolean fail(String what) {
        failures.uncaught(what);
        return true;
    }

    private boolean complain(String what) {
        world.complain(what);
        return true;
    }

    private boolean timer(int id, long millis, boolean holds, Value task) {
        loop.after(id, millis, holds, () -> failures.guard(task::executeVoid));
        return true;
    }

    private boolean cancel(int id) {
        loop.cancel(id);
        return true;
    }

    private boolean task(Value function) {
        loop.execute(() -> failures.guard(function::executeVoid));
        return true;
    }

    private Object httpUrl(String address) {
        return HttpUrl.parse(address, options.base())
                .<Object>map(url -> ProxyArray.fromList(List.copyOf(url.attributes())))
                .orElseGet(() -> shared.getMember("raise")
                        .execute("SyntaxError", "\"" + address + "\" is no URL of a page or a stream."));
    }

    private ProxyObject eventSource(String url, Value callbacks) {
        if (http == null) {
            http = EventSourceHttp.client(options.webSocket());
        }
        return new ScriptEventSource(world, http, URI.create(url), callbacks).members();
    }
}
