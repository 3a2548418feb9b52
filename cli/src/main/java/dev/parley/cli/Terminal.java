package dev.parley.cli;

/** Whether somebody watches: standard error is a terminal. The launcher knows, and Java has no way to ask. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        return Boolean.getBoolean("parley.terminal");
    }
}
