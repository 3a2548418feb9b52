package dev.parley.proofs.bench;

import java.io.PrintStream;
import java.time.Duration;

/**
 * How far a comparison is: a line for each figure, and below them, on a terminal, a bar that says what goes on and how long it will
 * still take. One caller at a time.
 */
final class BenchBar {
    private static final int BAR = 24;
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private final int total;
    private final long began = System.nanoTime();
    private int done;
    private String goesOn = "";

    BenchBar(PrintStream out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    void begins(String what) {
        goesOn = what;
        draw();
    }

    void ended() {
        done++;
        draw();
    }

    void say(String line) {
        out.println(terminal ? "\r" + padded(line) : "[" + done + "/" + total + "] " + line);
        draw();
    }

    /** Leaves an empty line to write on. */
    void over() {
        if (terminal) {
            out.print("\r" + padded("") + "\r");
            out.flush();
        }
    }

    private void draw() {
        if (!terminal) {
            return;
        }
        int filled = total == 0 ? BAR : Math.min(BAR, done * BAR / total);
        out.print("\r"
                + padded("[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total + left() + "  "
                        + goesOn));
        out.flush();
    }

    private String left() {
        if (done == 0) {
            return "";
        }
        Duration left = Duration.ofNanos((System.nanoTime() - began) / done * (total - done));
        return ", " + (left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s") + " left";
    }

    private static String padded(String line) {
        return line.length() > WIDTH ? line : line + " ".repeat(WIDTH - line.length());
    }
}
