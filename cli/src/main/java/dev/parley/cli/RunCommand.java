package dev.parley.cli;

import dev.parley.client.WebSocketOptions;
import dev.parley.script.Script;
import dev.parley.script.ScriptException;
import dev.parley.script.ScriptOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley run}: runs a file of JavaScript that has a browser's WebSocket, until nothing is left to do. */
@Command(
        name = "run",
        description = {
            "Runs a file of JavaScript with a browser's WebSocket, EventSource, timers and console, until nothing is left"
                    + " to do.",
            "It ends with 0 if all went well, 1 on an error that the script did not catch, 2 if it cannot be run."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(
            names = "--module",
            description = "The file is a module, as a file *.mjs always is; it may import files from its own folder.")
    private boolean module;

    @Option(
            names = "--base",
            paramLabel = "URL",
            description = "What relative URLs are relative to, and location: the address of a page.")
    private String base = "";

    @Option(names = "--cacert", paramLabel = "FILE", description = "Trust the certificates in this PEM file, too.")
    private @Nullable Path certificates;

    @Parameters(index = "0", paramLabel = "FILE", description = "The script.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "What the script finds in the array scriptArgs.")
    private List<String> arguments = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw unusable("Cannot read the script " + file + ".");
        }
        try (Script script = Script.open(options())) {
            return run(script);
        } catch (ScriptException | IOException | IllegalArgumentException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
    }

    private int run(Script script) throws IOException, InterruptedException {
        try {
            if (isModule()) {
                script.runModule(file);
            } else {
                script.run(file);
            }
            return 0;
        } catch (ScriptException e) {
            standard(FileDescriptor.err).println(e.getMessage());
            return FAILED;
        }
    }

    private boolean isModule() {
        return module || file.toString().endsWith(".mjs");
    }

    private ScriptOptions options() throws IOException {
        ScriptOptions options = ScriptOptions.DEFAULT
                .withBase(base)
                .withArguments(arguments)
                .withOutput(standard(FileDescriptor.out), standard(FileDescriptor.err))
                .withWebSocket(webSocket());
        return isModule() ? options.withModules(file.toRealPath().getParent()) : options;
    }

    private WebSocketOptions webSocket() throws IOException {
        if (certificates == null) {
            return WebSocketOptions.DEFAULT;
        }
        try (InputStream in = Files.newInputStream(certificates)) {
            List<X509Certificate> trusted = new ArrayList<>(platformTrust());
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.add((X509Certificate) certificate);
            }
            return WebSocketOptions.DEFAULT.withTrusted(trusted);
        } catch (NoSuchFileException e) {
            throw unusable("There is no file " + certificates + ".");
        } catch (GeneralSecurityException e) {
            throw unusable("There is no PEM certificate in " + certificates + ".");
        }
    }

    private static List<X509Certificate> platformTrust() throws GeneralSecurityException {
        TrustManagerFactory platform = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        platform.init((KeyStore) null);
        List<X509Certificate> anchors = new ArrayList<>();
        for (TrustManager manager : platform.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                anchors.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return anchors;
    }

    /** Text is UTF-8, whatever the locale. */
    private static PrintStream standard(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    private ParameterException unusable(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
