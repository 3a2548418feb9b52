package dev.parley.redis;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** What a script is given, as bytes. */
final class Arguments {
    private Arguments() {}

    static byte[][] of(Object... values) {
        byte[][] all = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            all[i] = values[i] instanceof byte[] bytes
                    ? bytes
                    : values[i].toString().getBytes(StandardCharsets.UTF_8);
        }
        return all;
    }

    static byte[][] of(Collection<?> values) {
        return of(values.toArray());
    }
}
