package dev.parley.cli;

import dev.parley.engine.Limits;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as a person writes it: {@code 65536}, {@code 64k} or {@code 16m}. Immutable. */
record ByteCount(int bytes) implements ITypeConverter<ByteCount> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})([km]?)");

    /** For picocli, which converts with an instance. */
    ByteCount() {
        this(0);
    }

    @Override
    public ByteCount convert(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("write a number of bytes like 65536, 64k or 16m, not " + text);
        }
        long unit =
                switch (matcher.group(2)) {
                    case "k" -> 1024;
                    case "m" -> 1024 * 1024;
                    default -> 1;
                };
        long bytes = Long.parseLong(matcher.group(1)) * unit;
        if (bytes > Limits.MAX_MESSAGE_BYTES) {
            throw new TypeConversionException("2047m is the most");
        }
        if (bytes == 0) {
            throw new TypeConversionException("nothing fits into 0 bytes");
        }
        return new ByteCount((int) bytes);
    }

    @Override
    public String toString() {
        if (bytes % (1024 * 1024) == 0) {
            return bytes / (1024 * 1024) + "m";
        }
        return bytes % 1024 == 0 ? bytes / 1024 + "k" : Integer.toString(bytes);
    }
}
