package dev.parley.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.polyglot.HostAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts without a network. */
@Timeout(60)
final class ScriptTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private ScriptOptions options() {
        return ScriptOptions.DEFAULT.withOutput(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> said() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> run(String source) throws Exception {
        try (Script script = Script.open(options())) {
            script.run(source);
        }
        return said();
    }

    @Test
    void itRunsUntilNothingIsLeftToDo() throws Exception {
        assertThat(run("setTimeout(() => print('last'), 20); print('first')")).containsExactly("first", "last");
    }

    @Test
    void whatOneScriptLeavesTheNextOneFinds() throws Exception {
        try (Script script = Script.open(options())) {
            script.run("var greeting = 'hello'");
            script.run("print(greeting)");
        }
        assertThat(said()).containsExactly("hello");
    }

    @Test
    void nothingOfTheHostCanBeReached() throws Exception {
        assertThat(run(
                        "print(['Java', 'Polyglot', 'Graal', 'load', 'loadWithNewGlobal', 'quit', 'exit', 'read', 'readFully',"
                                + " 'readLine', 'Packages', 'java', 'javax', 'org', 'com', 'edu', 'arguments', 'global', 'require',"
                                + " 'process', 'Deno', 'Debug', 'Realm', 'Worker', 'WebAssembly', '$262', 'printErr']"
                                + ".filter((name) => name in globalThis).join())"))
                .containsExactly("");
    }

    @Test
    void whatJavaHandsToTheLayersDoesNotShow() throws Exception {
        assertThat(run("const leaks = [];"
                        + "const look = (object, path) => { for (const key of Reflect.ownKeys(object)) {"
                        + "  const value = Object.getOwnPropertyDescriptor(object, key).value;"
                        + "  if (typeof value === 'object' && value !== null && !(value instanceof Object)) leaks.push(path + String(key));"
                        + "} };"
                        + "look(new Blob(['x']), 'blob.'); look(new Event('x'), 'event.'); look(globalThis, '');"
                        + "print(leaks.join())"))
                .containsExactly("");
    }

    @Test
    void importsAreRefusedUnlessThereIsAFolderForThem() throws Exception {
        Path file = Files.writeString(folder.resolve("other.js"), "export default 1");
        assertThat(run("import(" + quoted(file) + ").catch((error) => print('refused'))"))
                .containsExactly("refused");
    }

    @Test
    void aModuleImportsFromItsFolderAndFromNowhereElse() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.writeString(folder.resolve("outside.js"), "export const where = 'outside'");
        Files.writeString(inside.resolve("other.js"), "export const where = 'inside'");
        Files.createSymbolicLink(inside.resolve("link.js"), folder.resolve("outside.js"));
        Path main = Files.writeString(
                inside.resolve("main.js"),
                "import { where } from './other.js'; print(where);\n"
                        + "for (const name of ['../outside.js', './link.js', 'other.js', '/etc/passwd'])\n"
                        + "  await import(name).then(() => print('imported ' + name), () => print('refused ' + name));\n"
                        + "print(await new Promise((resolve) => setTimeout(() => resolve('awaited'), 5)));");
        try (Script script = Script.open(options().withModules(inside))) {
            script.runModule(main);
        }
        assertThat(said())
                .containsExactly(
                        "inside",
                        "refused ../outside.js",
                        "refused ./link.js",
                        "refused other.js",
                        "refused /etc/passwd",
                        "awaited");
    }

    @Test
    void aModuleThatWaitsForNothingIsAnError() throws Exception {
        Path main = Files.writeString(folder.resolve("main.js"), "await new Promise(() => {})");
        try (Script script = Script.open(options().withModules(folder))) {
            assertThatThrownBy(() -> script.runModule(main))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("can no longer happen");
        }
    }

    @Test
    void anErrorInAModuleIsAnErrorOfTheRun() throws Exception {
        Path main = Files.writeString(folder.resolve("main.js"), "await null;\nnull.x");
        try (Script script = Script.open(options().withModules(folder))) {
            assertThatThrownBy(() -> script.runModule(main))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("TypeError")
                    .hasMessageContaining("main.js:2");
        }
    }

    @Test
    void anUncaughtErrorEndsTheRunWithItsStack() throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.js"), "function f() {\n  null.x;\n}\nf();");
        try (Script script = Script.open(options())) {
            assertThatThrownBy(() -> script.run(file))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageStartingWith("Uncaught TypeError: ")
                    .hasMessageContaining("at f (")
                    .hasMessageContaining("wrong.js:2:");
        }
    }

    @Test
    void soDoesOneInATimerAndNothingHappensAfterIt() throws Exception {
        assertThatThrownBy(() ->
                        run("setTimeout(() => { throw new RangeError('r') }, 0); setTimeout(() => print('never'), 50)"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("RangeError: r");
        assertThat(said()).isEmpty();
    }

    @Test
    void soDoesARejectionThatNobodyHandles() throws Exception {
        assertThatThrownBy(() -> run("Promise.reject(new Error('no'))"))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith("Uncaught (in promise) Error: no");
        assertThat(run("const p = Promise.reject(1); p.catch(() => print('handled'))"))
                .containsExactly("handled");
    }

    @Test
    void aSyntaxErrorIsToldWithItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("syntax.js"), "let x = ;");
        try (Script script = Script.open(options())) {
            assertThatThrownBy(() -> script.run(file))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("SyntaxError")
                    .hasMessageContaining("syntax.js:1:");
        }
    }

    @Test
    void anErrorListenerCanTakeCareOfIt() throws Exception {
        assertThat(run(
                        "self.onerror = (message, file, line, column, error) => { print(message, error.message); return true };"
                                + "setTimeout(() => print('goes on'), 5); throw new Error('e')"))
                .containsExactly("Uncaught Error: e e", "goes on");
    }

    @Test
    void theConsoleWritesAsInNode() throws Exception {
        assertThat(run(
                        "console.log('%s is %d', 'x', 1, { a: [1, 'b', null], f() {} }, new Map([[1, { c: undefined }]]));"
                                + "console.log(new Uint8Array([1, 2]), 'text', Symbol('s'), 1n, -0, new Set(['a']));"
                                + "console.log({ a: { b: { c: { d: 1 } } } }, [[]], {}, null, (x) => x, class A {});"
                                + "console.info([,1]); console.error('to standard error')"))
                .containsExactly(
                        "x is 1 { a: [ 1, 'b', null ], f: [Function: f] } Map(1) { 1 => { c: undefined } }",
                        "Uint8Array(2) [ 1, 2 ] text Symbol(s) 1n -0 Set(1) { 'a' }",
                        "{ a: { b: { c: [Object] } } } [ [] ] {} null [Function (anonymous)] [class A]",
                        "[ <empty>, 1 ]");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("to standard error");
    }

    /** DOM standard §2.9, where Chromium does otherwise: a target of its own has a capturing phase, too. */
    @Test
    void capturingListenersComeFirstAndCanKeepTheOthersFromTheEvent() throws Exception {
        assertThat(run("const target = new EventTarget();"
                        + "target.addEventListener('x', () => print('bubbling'));"
                        + "target.addEventListener('x', (event) => { print('capturing'); if (event.detained) event.stopPropagation(); }, true);"
                        + "target.dispatchEvent(new Event('x'));"
                        + "target.dispatchEvent(Object.assign(new Event('x'), { detained: true }));"))
                .containsExactly("capturing", "bubbling", "capturing");
    }

    /** Web IDL §3.2.4.9, where Chromium does otherwise: a code is rounded, and a half goes to the even number. */
    @Test
    void aCloseCodeIsRoundedToTheNearestNumber() throws Exception {
        assertThat(run("for (const code of [999.4, 999.5, 1000.5, 1000.6]) {"
                        + "  const socket = new WebSocket('ws://127.0.0.1:1/');"
                        + "  try { socket.close(code); print(code, 'taken'); } catch (error) { print(code, error.name); socket.close(); }"
                        + "}"))
                .containsExactly(
                        "999.4 InvalidAccessError", "999.5 taken", "1000.5 taken", "1000.6 InvalidAccessError");
    }

    /** WHATWG WebSockets standard §3.1, where Chromium takes a code that is undefined for 0. */
    @Test
    void aReasonWithoutACodeIsLookedAtAllTheSame() throws Exception {
        assertThat(run("for (const length of [123, 124]) {"
                        + "  const socket = new WebSocket('ws://127.0.0.1:1/');"
                        + "  try { socket.close(undefined, 'x'.repeat(length)); print('taken'); } catch (error) { print(error.name); socket.close(); }"
                        + "}"))
                .containsExactly("taken", "SyntaxError");
    }

    @Test
    void argumentsAndTheBaseAreThere() throws Exception {
        ScriptOptions options =
                options().withArguments(List.of("a", "b c")).withBase("http://example.test:8080/x/y?q#h");
        try (Script script = Script.open(options)) {
            script.run("print(JSON.stringify(scriptArgs), Array.isArray(scriptArgs), location.host, location.pathname,"
                    + " String(location))");
        }
        assertThat(said())
                .containsExactly("[\"a\",\"b c\"] true example.test:8080 /x/y http://example.test:8080/x/y?q#h");
    }

    @Test
    void theEmbedderCanOpenWhatIsShut() throws Exception {
        ScriptOptions open = options()
                .withContext(context -> context.allowHostAccess(
                                HostAccess.newBuilder(HostAccess.ALL).build())
                        .allowHostClassLookup(name -> name.equals("java.lang.Math")));
        try (Script script = Script.open(open)) {
            script.run("print(Java.type('java.lang.Math').max(1, 2))");
        }
        assertThat(said()).containsExactly("2");
    }

    @Test
    void aContextWithoutBuffersIsRefusedRatherThanEmptyHanded() {
        ScriptOptions shut = options().withContext(context -> context.allowHostAccess(HostAccess.NONE));
        assertThatThrownBy(() -> Script.open(shut)).hasMessageContaining("allowBufferAccess");
    }

    @Test
    void stopEndsTheRun() throws Exception {
        try (Script script = Script.open(options())) {
            Thread other = new Thread(() -> {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    return;
                }
                script.stop();
            });
            other.start();
            script.run("setInterval(() => {}, 10)");
            other.join();
        }
    }

    @Test
    void aJdkThatCannotRunItIsOneLine() {
        assertThat(Engines.unusable(new ExceptionInInitializerError(new UnsupportedClassVersionError("x\ny"))))
                .hasMessageContaining("Java " + System.getProperty("java.version"))
                .hasMessageContaining("UnsupportedClassVersionError: x y");
    }

    private static String quoted(Path file) {
        return "'" + file.toString().replace("\\", "\\\\") + "'";
    }

    @Test
    void eventsAreShownWithWhatTheyHaveToSay() throws Exception {
        assertThat(
                        run(
                                "console.log(new Event('open'), new CloseEvent('close', { code: 1000, reason: 'done', wasClean: true }));"
                                        + "class Mine extends Event { constructor() { super('mine'); } }; console.log(new Mine())"))
                .containsExactly(
                        "Event { type: 'open' } CloseEvent { type: 'close', wasClean: true, code: 1000, reason: 'done' }",
                        "Mine { type: 'mine' }");
    }
}
