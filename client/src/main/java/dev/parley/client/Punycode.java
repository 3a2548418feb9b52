package dev.parley.client;

/** Unicode in the letters, digits and hyphens of a domain name (RFC 3492). Stateless. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    /** RFC 3492 §6.3. The caller keeps labels so short that nothing here overflows. */
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        label.codePoints().filter(c -> c < INITIAL_N).forEach(out::appendCodePoint);
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        for (int handled = basic; handled < points.length; n++) {
            int next = Integer.MAX_VALUE;
            for (int point : points) {
                next = point >= n ? Math.min(next, point) : next;
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    append(out, delta, bias);
                    bias = adapted(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int delta, int bias) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = Math.max(T_MIN, Math.min(T_MAX, k - bias));
            if (q < t) {
                break;
            }
            out.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
        }
        out.append(digit(q));
    }

    /** RFC 3492 §6.1. */
    private static int adapted(int delta, int points, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        for (; rest > (BASE - T_MIN) * T_MAX / 2; k += BASE) {
            rest /= BASE - T_MIN;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }
}
