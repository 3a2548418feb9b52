package dev.parley.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Puts the bytes of a case into a page: when, which way, as text if they are the head of an HTTP message, or else as hexadecimal digits. */
final class HtmlTranscript {
    /** What a page of a thousand cases can show of each, and stay a page that opens. */
    private static final int MAX_ENTRIES = 16;

    private static final int MAX_BYTES = 384;
    private static final int BYTES_A_LINE = 16;

    private HtmlTranscript() {}

    static void append(Transcript transcript, StringBuilder page) {
        List<Transcript.Entry> entries = transcript.entries();
        if (entries.isEmpty()) {
            return;
        }
        boolean several = entries.stream().anyMatch(entry -> entry.connection() > 1);
        page.append("<div class=\"wire\">");
        entries.stream().limit(MAX_ENTRIES).forEach(entry -> entry(entry, several, page));
        long more = entries.size() - MAX_ENTRIES + transcript.omitted();
        if (more > 0) {
            page.append("<div><span>and ")
                    .append(more)
                    .append(" more</span><span>In all, ")
                    .append(transcript.sent())
                    .append(" bytes were sent, and ")
                    .append(transcript.came())
                    .append(" came.</span></div>");
        }
        page.append("</div>");
    }

    private static void entry(Transcript.Entry entry, boolean several, StringBuilder page) {
        String way =
                switch (entry.kind()) {
                    case SENT -> "<b>→</b> sent";
                    case CAME -> "<b>←</b> came";
                    case EVENT -> "·";
                };
        page.append("<div class=\"")
                .append(entry.kind().name().toLowerCase(Locale.ROOT))
                .append("\"><span>")
                .append(String.format(Locale.ROOT, "%.1f ms ", entry.nanos() / 1e6))
                .append(several ? "#" + entry.connection() + " " : "")
                .append(way);
        if (entry.kind() == Transcript.Kind.EVENT) {
            page.append("</span><span>")
                    .append(HtmlReport.escaped(entry.text()))
                    .append("</span></div>");
            return;
        }
        page.append(" ").append(entry.total()).append(" bytes</span><pre>");
        if (isText(entry.bytes())) {
            String text =
                    new String(entry.bytes(), 0, Math.min(entry.bytes().length, MAX_BYTES), StandardCharsets.US_ASCII);
            page.append(HtmlReport.escaped(text.strip()));
        } else {
            bytes(entry.bytes(), page);
        }
        if (entry.total() > Math.min(entry.bytes().length, MAX_BYTES)) {
            page.append("…");
        }
        page.append("</pre></div>");
    }

    private static boolean isText(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
            if (b != '\r' && b != '\n' && (b < 0x20 || b == 0x7F)) {
                return false;
            }
        }
        return lines > 0;
    }

    private static void bytes(byte[] bytes, StringBuilder page) {
        int shown = Math.min(bytes.length, MAX_BYTES);
        for (int from = 0; from < shown; from += BYTES_A_LINE) {
            int to = Math.min(shown, from + BYTES_A_LINE);
            StringBuilder letters = new StringBuilder();
            for (int i = from; i < to; i++) {
                page.append(Character.forDigit(bytes[i] >> 4 & 0xF, 16))
                        .append(Character.forDigit(bytes[i] & 0xF, 16))
                        .append(' ');
                letters.append(bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char) bytes[i] : '·');
            }
            page.append("   ".repeat(BYTES_A_LINE - (to - from)))
                    .append("<i>")
                    .append(HtmlReport.escaped(letters.toString()))
                    .append("</i>\n");
        }
    }
}
