package dev.parley.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;

/** Endpoints that are wrong about which bytes are text (RFC 6455 §8.1, RFC 3629). */
final class TextFaults {
    private TextFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("does not look whether text is UTF-8", "utf8.lead-ff.whole", Unchecked::new),
            Fault.of("puts U+FFFD where text is not UTF-8", "utf8.latin1.whole", () -> new Unchecked() {
                @Override
                void messageCame(int opcode, byte[] payload) throws IOException {
                    super.messageCame(opcode, opcode == TEXT ? reencoded(payload) : payload);
                }
            }),
            Fault.of("takes binary messages for text", "utf8.binary-is-no-text", () -> new EchoSteps() {
                @Override
                void messageCame(int opcode, byte[] payload) throws IOException {
                    super.messageCame(opcode, reencoded(payload));
                }
            }),
            Fault.of("judges each fragment by itself", "utf8.good.u+00e9", () -> new EchoSteps() {
                @Override
                void fragmentEnds(TextSteps judge, boolean last) throws RuleBroken {
                    checkTextEnd(judge);
                }
            }),
            Fault.of("judges by itself what one read brings", "utf8.good.u+20ac", () -> new EchoSteps() {
                @Override
                void checkText(TextSteps judge, byte[] bytes, int count) throws RuleBroken {
                    super.checkText(judge, bytes, count);
                    checkTextEnd(judge);
                }
            }),
            Fault.of("judges text at its end only", "utf8.surrogate-d800.first-bad-byte", LateJudge::new)
                    .tolerated(),
            Fault.of("fails bad text with 1002", "utf8.lead-ff.whole", () -> new EchoSteps() {
                        @Override
                        void fail(int code) throws IOException {
                            super.fail(1002);
                        }
                    })
                    .tolerated(),
            Fault.of("takes half a character at the end", "utf8.truncated-3-bytes-at-2.whole", () -> new EchoSteps() {
                @Override
                void checkTextEnd(TextSteps judge) {}
            }),
            rewriting("drops U+FEFF at the beginning", "utf8.good.bom-first", text -> text.replaceFirst("^\uFEFF", "")),
            rewriting(
                    "composes letters and accents",
                    "utf8.good.decomposed",
                    text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
            rewriting("ends lines in its own way", "frame.payload.like-http", text -> text.replace("\r\n", "\n")),
            rewriting("ends text at NUL", "utf8.good.u+0000", text -> text.replaceFirst("(?s)\0.*", "")),
            lenient("takes surrogates", "utf8.surrogate-d800.whole", 0xED, 3),
            lenient("takes NUL and more in two bytes", "utf8.lead-c0.whole", 0xC0, 2),
            lenient("takes ASCII in two bytes", "utf8.lead-c1.whole", 0xC1, 2),
            lenient("takes in three bytes what needs two", "utf8.overlong-slash-3-bytes.whole", 0xE0, 3),
            lenient("takes in four bytes what needs three", "utf8.overlong-ffff-4-bytes.whole", 0xF0, 4),
            lenient("takes code points above U+10FFFF", "utf8.above-10ffff.whole", 0xF4, 4),
            lenient("takes the lead byte F5", "utf8.lead-f5.whole", 0xF5, 4),
            lenient("takes characters of six bytes", "utf8.lead-fc.whole", 0xFC, 6),
            lenient("takes continuations that continue nothing", "utf8.continuation-80.whole", 0x80, 1),
            lenient("refuses characters above U+FFFF", "utf8.good.u+1f600", 0xF0, 0));

    /** Whoever takes a character of so many bytes after that lead byte, whatever the second one is. */
    private static Fault lenient(String name, String caughtBy, int lead, int length) {
        return Fault.of(name, caughtBy, () -> new EchoSteps() {
            @Override
            TextSteps text() {
                return new Lenient(lead, length);
            }
        });
    }

    /** Whoever sends another text back than came. */
    private static Fault rewriting(String name, String caughtBy, UnaryOperator<String> change) {
        return Fault.of(name, caughtBy, () -> new EchoSteps() {
            @Override
            void messageCame(int opcode, byte[] payload) throws IOException {
                String text = new String(payload, StandardCharsets.UTF_8);
                super.messageCame(
                        opcode, opcode == TEXT ? change.apply(text).getBytes(StandardCharsets.UTF_8) : payload);
            }
        });
    }

    private static byte[] reencoded(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** Is wrong about one lead byte. */
    private static final class Lenient extends TextSteps {
        private final int wrong;
        private final int length;

        Lenient(int wrong, int length) {
            this.wrong = wrong;
            this.length = length;
        }

        @Override
        int length(int lead) {
            return lead == wrong ? length : super.length(lead);
        }

        @Override
        int lowestSecond(int lead) {
            return lead == wrong ? 0x80 : super.lowestSecond(lead);
        }

        @Override
        int highestSecond(int lead) {
            return lead == wrong ? 0xBF : super.highestSecond(lead);
        }
    }

    /** Takes all bytes for text. */
    private static class Unchecked extends EchoSteps {
        @Override
        TextSteps text() {
            return new TextSteps() {
                @Override
                int length(int lead) {
                    return 1;
                }
            };
        }
    }

    /** Takes a text whole before it is judged. */
    private static final class LateJudge extends EchoSteps {
        private boolean bad;

        @Override
        void checkText(TextSteps judge, byte[] bytes, int count) {
            for (int i = 0; i < count; i++) {
                bad |= !judge.take(bytes[i]);
            }
        }

        @Override
        void checkTextEnd(TextSteps judge) throws RuleBroken {
            if (bad) {
                throw new RuleBroken(1007);
            }
            super.checkTextEnd(judge);
        }
    }
}
