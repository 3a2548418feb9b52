package dev.parley.redis;

import dev.parley.pubsub.Entry;
import dev.parley.pubsub.Feed;
import dev.parley.pubsub.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the scripts tell on a topic's channel, and what they keep in its log: how that is written. */
final class News {
    /** e, epoch, offset, time, kind, from, id. */
    private static final int FIELDS = 7;

    private News() {}

    static String kind(Payload payload) {
        return payload.isJson() ? "j" : "b";
    }

    private static Payload payload(String kind, byte[] bytes) {
        return kind.equals("j") ? Payload.json(bytes) : Payload.binary(bytes);
    }

    /** Tells a feed what came; that it should look, if that cannot be understood. */
    static void tell(byte[] news, Feed feed) {
        if (news.length == 1 && news[0] == 'p') {
            feed.onPresence();
            return;
        }
        String[] fields = new String[FIELDS];
        int from = 0;
        for (int field = 0; field < FIELDS; field++) {
            int end = from;
            while (end < news.length && news[end] != '\n') {
                end++;
            }
            if (end == news.length) {
                feed.onDoubt();
                return;
            }
            fields[field] = new String(news, from, end - from, StandardCharsets.UTF_8);
            from = end + 1;
        }
        Entry entry;
        try {
            byte[] payload = Arrays.copyOfRange(news, from, news.length);
            entry = new Entry(
                    Long.parseLong(fields[2]),
                    fields[5],
                    fields[6],
                    Long.parseLong(fields[3]),
                    payload(fields[4], payload));
        } catch (NumberFormatException e) {
            feed.onDoubt();
            return;
        }
        feed.onEntry(fields[1], entry);
    }

    /** An entry as XRANGE gives it. */
    static Entry entry(@Nullable Object given) {
        List<?> entry = (List<?>) given;
        String[] id = text(entry.get(0)).split("-");
        List<?> fields = (List<?>) entry.get(1);
        return new Entry(
                Long.parseLong(id[0]),
                text(fields.get(1)),
                text(fields.get(3)),
                Long.parseLong(id[1]),
                payload(text(fields.get(4)), (byte[]) fields.get(5)));
    }

    static String text(@Nullable Object given) {
        return new String((byte[]) given, StandardCharsets.UTF_8);
    }

    static long number(@Nullable Object given) {
        return given instanceof Long number ? number : Long.parseLong(text(given));
    }
}
