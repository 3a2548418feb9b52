package dev.parley.pubsub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A mistake that somebody could make in one line: the file is compiled with it, and the simulation runs on what comes out.
 *
 * @param what what goes wrong
 * @param file in which file of the module
 * @param line what stands there, once
 * @param wrong what is to stand there instead
 */
record PlantedBug(String what, String file, String line, String wrong) {
    private static final Path SOURCES = Path.of("src/main/java/dev/parley/pubsub");

    /** A simulation of the module with the mistake in it. */
    Broken plant() throws Exception {
        String source = Files.readString(SOURCES.resolve(file));
        int at = source.indexOf(line);
        if (at < 0 || source.indexOf(line, at + 1) >= 0) {
            throw new AssertionError("This does not stand in " + file + " just once: " + line);
        }
        Map<String, byte[]> classes = compile(source.replace(line, wrong));
        return new Broken(new Loader(classes));
    }

    @Override
    public String toString() {
        return what;
    }

    private Map<String, byte[]> compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> out = new HashMap<>();
        JavaFileObject in = new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return out.computeIfAbsent(className, none -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> options = List.of("-cp", classPath, "-proc:none", "-nowarn");
        if (!compiler.getTask(null, files, null, options, null, List.of(in)).call()) {
            throw new AssertionError("With the mistake it does not compile: " + this);
        }
        Map<String, byte[]> classes = new HashMap<>();
        out.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    /** The simulation, on the broken module. */
    static final class Broken {
        private final Class<?> simulation;

        Broken(ClassLoader loader) throws ClassNotFoundException {
            simulation = Class.forName(Simulation.class.getName(), true, loader);
        }

        /** How the simulation finds out; empty if it does not. */
        String find(long seed) {
            try {
                simulation.getMethod("run", long.class).invoke(null, seed);
                return "";
            } catch (InvocationTargetException e) {
                return String.valueOf(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Loads the classes of the package anew. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> broken;

        Loader(Map<String, byte[]> broken) {
            super(PlantedBug.class.getClassLoader());
            this.broken = broken;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.parley.pubsub.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null) {
                    byte[] bytes = broken.containsKey(name) ? broken.get(name) : read(name);
                    loaded = defineClass(name, bytes, 0, bytes.length);
                }
                return loaded;
            }
        }

        private byte[] read(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
