package dev.parley.cli;

import dev.parley.probe.ProbeListener;
import dev.parley.probe.Result;
import dev.parley.probe.Verdict;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far a run has come: one line that is written over and over on a terminal, and a line for each tenth elsewhere. What
 * breaks a rule is told at once on both. One caller at a time.
 */
final class ProbeProgress implements ProbeListener {
    private static final int BAR = 30;
    private static final long REDRAW_NANOS = 50_000_000;
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private int total;
    private int done;
    private long drawn;

    ProbeProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void started(int total) {
        this.total = total;
        draw("");
    }

    @Override
    public void finished(Result result) {
        done++;
        counts.merge(result.verdict(), 1, Integer::sum);
        if (result.verdict() == Verdict.FAIL) {
            say("fail  " + result.test().id() + ": " + result.observed());
        }
        draw(result.test().id());
    }

    @Override
    public void repeated(Result result) {
        say(result.verdict().word() + "  " + result.test().id() + ", again: " + result.observed());
    }

    /** Nothing follows, though perhaps not all cases ran. */
    void over() {
        if (terminal) {
            out.print("\r" + padded("") + "\r");
            out.flush();
        }
    }

    private void say(String line) {
        out.println(terminal ? "\r" + padded(line) : line);
        drawn = 0;
    }

    private void draw(String id) {
        if (!terminal) {
            if (done > 0 && done * 10 / total != (done - 1) * 10 / total) {
                out.println(done + " of " + total + " cases, " + count(Verdict.FAIL) + " failed");
            }
            return;
        }
        long now = System.nanoTime();
        if (now - drawn < REDRAW_NANOS && done < total) {
            return;
        }
        drawn = now;
        int filled = total == 0 ? BAR : done * BAR / total;
        String line = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total + ", "
                + count(Verdict.FAIL) + " failed  " + id;
        out.print("\r" + padded(done == total ? "" : line) + (done == total ? "\r" : ""));
        out.flush();
    }

    private int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    private static String padded(String line) {
        return line.length() > WIDTH ? line : line + " ".repeat(WIDTH - line.length());
    }
}
