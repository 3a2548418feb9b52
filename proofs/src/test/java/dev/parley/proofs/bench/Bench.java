package dev.parley.proofs.bench;

import dev.parley.proofs.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * Compares servers by what a message costs them: {@code ./compare}, which builds everything first and runs this in the folder of
 * this module.
 */
final class Bench {
    private static final int UNUSABLE = 2;
    private static final int SOMETHING_FAILED = 1;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();
    private static final Path GUIDE = ROOT.resolve(Path.of("docs", "guide", "performance.md"));

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Results results;
        BenchOptions options;
        try {
            options = BenchOptions.of(arguments);
            Files.createDirectories(FOLDER);
            results = new Results(
                    options.rows(Rows.all(FOLDER.resolve("identity"))), options.contenders(Contenders.all(ROOT)));
            if (!Pinning.isLinux()) {
                throw new IllegalArgumentException("this needs Linux, which tells what a process used in /proc");
            }
        } catch (IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage());
            System.exit(UNUSABLE);
            return;
        }
        run(options, results, arguments);
        boolean failed = results.rows().stream()
                .anyMatch(row -> results.contenders().stream()
                        .anyMatch(each -> results.cell(row, each.name()).isFailed()));
        System.exit(failed ? SOMETHING_FAILED : 0);
    }

    private static void run(BenchOptions options, Results results, String... arguments) throws Exception {
        makeIdentity();
        Pinning pinning = Pinning.ofThisMachine();
        System.err.println("compare: " + Machine.ofThis() + "; " + pinning.description());
        Measuring measuring = new Measuring(ROOT, pinning, options.quick() ? Times.QUICK : Times.FULL);
        int steps = Comparison.steps(results.rows(), results.contenders(), options.rounds());
        BenchBar bar = new BenchBar(System.err, Boolean.getBoolean("parley.terminal"), steps);
        new Comparison(results, options.rounds(), pinning, measuring, bar).run();
        bar.over();
        String how = ("./compare " + String.join(" ", arguments)).strip();
        PerformancePage page =
                new PerformancePage(Machine.ofThis(), LocalDate.now(), how, pinning.description(), results);
        System.out.println(page);
        Files.writeString(FOLDER.resolve("results.md"), page.toString());
        if (options.isWhole()) {
            page.rewrite(GUIDE);
            System.err.println("compare: the page is docs/guide/performance.md");
        } else {
            System.err.println("compare: only a part of it, so docs/guide/performance.md stays as it was; this is "
                    + "in proofs/target/bench/results.md");
        }
    }

    /** A certificate that nobody vouches for, which all servers have in common. */
    private static void makeIdentity() throws Exception {
        Path store = FOLDER.resolve("identity.p12");
        Files.deleteIfExists(store);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "bench",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool made no certificate.");
        }
        Pem.export(store, "bench", "changeit", FOLDER.resolve("identity.pem"), FOLDER.resolve("identity.key"));
    }
}
