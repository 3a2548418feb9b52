package dev.parley.proofs.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What was asked for on the command line. Immutable.
 *
 * @param rows by name; all if empty
 * @param peers by name; ours is always there
 */
record BenchOptions(List<String> rows, List<String> peers, int rounds, boolean quick) {
    private static final int ROUNDS = 3;
    private static final int QUICK_ROUNDS = 2;
    private static final List<String> USUAL = List.of(Contenders.OURS, Contenders.NETTY, Contenders.BUN);
    private static final String ALL = "all";

    /** @throws IllegalArgumentException if it cannot be understood, with the reason */
    static BenchOptions of(String... arguments) {
        List<String> rows = List.of();
        List<String> peers = USUAL;
        int rounds = 0;
        boolean quick = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--rows" -> rows = names(arguments, ++i);
                case "--peers" -> peers = names(arguments, ++i);
                case "--rounds" -> rounds = number(arguments, ++i);
                default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
            }
        }
        return new BenchOptions(rows, peers, rounds > 0 ? rounds : quick ? QUICK_ROUNDS : ROUNDS, quick);
    }

    /** Whether it is what the page is made of: all rows, all time, and those whom the goals are about. */
    boolean isWhole() {
        return rows.isEmpty() && !quick && rounds >= ROUNDS && (peers.contains(ALL) || peers.containsAll(USUAL));
    }

    /** Those that are wanted; ours is always among them. */
    List<Contender> contenders(List<Contender> all) {
        return peers.contains(ALL) ? all : chosen(all, Contender::name, with(Contenders.OURS, peers), "peer");
    }

    List<Row> rows(List<Row> all) {
        return rows.isEmpty() ? all : chosen(all, Row::name, rows, "row");
    }

    private static <T> List<T> chosen(List<T> all, Function<T, String> name, List<String> wanted, String kind) {
        List<String> names = all.stream().map(name).toList();
        for (String each : wanted) {
            if (!names.contains(each)) {
                throw new IllegalArgumentException(
                        "there is no " + kind + " " + each + "; there are: " + String.join(" ", names));
            }
        }
        return all.stream().filter(each -> wanted.contains(name.apply(each))).toList();
    }

    private static List<String> with(String one, List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.add(one);
        return all;
    }

    private static List<String> names(String[] arguments, int at) {
        return Arrays.asList(value(arguments, at).split(","));
    }

    private static int number(String[] arguments, int at) {
        String value = value(arguments, at);
        if (!value.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException(value + " is no number of rounds");
        }
        return Integer.parseInt(value);
    }

    private static String value(String[] arguments, int at) {
        if (at == arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }
}
