package dev.parley.cli;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code parley}: reads the arguments and runs what they name. */
@Command(
        name = "parley",
        description = "WebSocket for the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Parley.Version.class)
final class Parley implements Runnable {
    /** What the process ends with when it cannot do what it was asked to: wrong options, a port in use. */
    static final int UNUSABLE = 2;

    private static final Map<String, Supplier<Object>> COMMANDS =
            Map.of("serve", Serve::new, "probe", ProbeCommand::new, "bench", BenchCommand::new, "run", RunCommand::new);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Starts the command; ends the process unless something still runs. */
    public static void main(String[] arguments) {
        OneLineLog.install();
        int status = commandLine(arguments)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, given) -> complain(e))
                .setExecutionExceptionHandler((e, command, parsed) -> complain(e))
                .execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Reading a command's options takes time that a start can do without: those of the others are read only for the help. */
    private static CommandLine commandLine(String[] arguments) {
        CommandLine all = new CommandLine(new Parley());
        String meant = arguments.length == 0 ? "" : arguments[0];
        new TreeMap<>(COMMANDS).forEach((name, command) -> {
            if (name.equals(meant) || !COMMANDS.containsKey(meant)) {
                // What stands behind the name of a script is the script's.
                all.addSubcommand(name, new CommandLine(command.get()).setStopAtPositional(name.equals("run")));
            }
        });
        return all;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "What shall it do? Try: parley serve, or parley probe or bench ws://127.0.0.1:8080/echo, or parley run FILE.js");
    }

    /** One line on standard error, without a stack trace: it is about what was asked, not about a bug. */
    private static int complain(Exception e) {
        String hint = e instanceof UnmatchedArgumentException unmatched
                ? "; see " + unmatched.getCommandLine().getCommandSpec().qualifiedName() + " --help"
                : "";
        System.err.println("parley: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + hint);
        return UNUSABLE;
    }

    /** The version that the build wrote beside this class. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws Exception {
            Properties build = new Properties();
            try (var in = Parley.class.getResourceAsStream("build.properties")) {
                build.load(in);
            }
            return new String[] {"parley " + build.getProperty("version")};
        }
    }
}
