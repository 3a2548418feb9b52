package dev.parley.cli;

import dev.parley.bench.LoadListener;
import java.io.PrintStream;
import java.util.Locale;

/** How a load goes: one line that is written over and over on a terminal, nothing elsewhere. One caller at a time. */
final class BenchProgress implements LoadListener {
    private static final int BAR = 30;
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal;

    BenchProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void progress(Stage stage, double done, long count, double perSecond) {
        if (!terminal) {
            return;
        }
        int filled = (int) (done * BAR);
        String state =
                switch (stage) {
                    case CONNECTING -> "connecting, " + count;
                    case WARMING_UP -> String.format(Locale.ROOT, "warming up, %,.0f/s", perSecond);
                    case RUNNING -> String.format(Locale.ROOT, "%,.0f/s", perSecond);
                };
        draw("[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + state);
    }

    /** Leaves an empty line to write on. */
    void over() {
        if (terminal) {
            draw("");
            out.print("\r");
            out.flush();
        }
    }

    private void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
        out.flush();
    }
}
