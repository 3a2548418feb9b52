package dev.parley.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of the command: one line a record, on standard error, stack traces only for errors. Stateless. */
final class OneLineLog extends Formatter {
    private OneLineLog() {}

    static void install() {
        LogManager.getLogManager().reset();
        ConsoleHandler handler = new ConsoleHandler(); // writes to standard error
        handler.setFormatter(new OneLineLog());
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.INFO);
        // Netty has much to say that is of use to its developers only.
        Logger.getLogger("io.netty").setLevel(Level.WARNING);
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(String.format("%tT ", record.getMillis()));
        if (record.getLevel().intValue() > Level.INFO.intValue()) {
            line.append(record.getLevel().getName().toLowerCase(java.util.Locale.ROOT))
                    .append(": ");
        }
        // What a peer sent may be part of the message: it must not be able to begin a line of its own.
        line.append(formatMessage(record).replaceAll("\\p{Cntrl}+", " "));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            line.append(": ").append(thrown.toString().replaceAll("\\p{Cntrl}+", " "));
            if (record.getLevel() == Level.SEVERE) {
                for (StackTraceElement element : thrown.getStackTrace()) {
                    line.append("\n    at ").append(element);
                }
            }
        }
        return line.append('\n').toString();
    }
}
