package dev.parley.proofs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * What a peer may send, made by chance: mostly as it should be, with a rule broken or a byte spoilt now and then. Immutable;
 * the same seed makes the same stream.
 *
 * @param piecesBeforeDeflatedFragments how many come before the first compressed message in several frames, or all
 * @param piecesBeforeLastBlock how many come before the first compressed message in one frame whose first block says that it
 *     is the last one, or all
 */
record PeerStream(
        long seed,
        boolean toServer,
        boolean deflate,
        List<byte[]> pieces,
        int piecesBeforeDeflatedFragments,
        int piecesBeforeLastBlock) {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;

    static PeerStream of(long seed) {
        // Seeds that are neighbours begin alike, unless they are spread.
        Random random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        boolean toServer = random.nextBoolean();
        boolean deflate = random.nextBoolean();
        Maker maker = new Maker(random, toServer, deflate);
        int frames = 1 + random.nextInt(8);
        for (int i = 0; i < frames; i++) {
            maker.next();
        }
        if (random.nextInt(4) == 0) {
            byte[] spoilt = maker.frames.get(random.nextInt(maker.frames.size()));
            int at = random.nextInt(spoilt.length);
            // Not the bit that tells fragments: where they begin must be known.
            spoilt[at] ^= (byte) (1 << random.nextInt(at == 0 ? 7 : 8));
        }
        List<byte[]> pieces = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (byte[] frame : maker.frames) {
            starts.add(pieces.size());
            cut(frame, random, pieces);
        }
        starts.add(pieces.size());
        if (random.nextInt(4) == 0) {
            cutShort(pieces, random);
        }
        return new PeerStream(
                seed,
                toServer,
                deflate,
                pieces,
                starts.get(maker.framesBeforeDeflatedFragments()),
                starts.get(maker.framesBeforeLastBlock()));
    }

    private static void cutShort(List<byte[]> pieces, Random random) {
        byte[] last = pieces.get(pieces.size() - 1);
        pieces.set(pieces.size() - 1, Arrays.copyOf(last, 1 + random.nextInt(last.length)));
    }

    /** No piece has bytes of two frames: some implementations judge all that they have read before they deliver any. */
    private static void cut(byte[] frame, Random random, List<byte[]> pieces) {
        for (int at = 0; at < frame.length; ) {
            int end = random.nextInt(3) > 0 ? frame.length : at + 1 + random.nextInt(Math.min(40, frame.length - at));
            pieces.add(Arrays.copyOfRange(frame, at, end));
            at = end;
        }
    }

    private static final class Maker {
        final List<byte[]> frames = new ArrayList<>();
        private int deflatedFragments = -1;
        private final Random random;
        private final boolean masked;
        private final boolean deflate;

        Maker(Random random, boolean masked, boolean deflate) {
            this.random = random;
            this.masked = masked;
            this.deflate = deflate;
        }

        void next() {
            if (random.nextInt(20) == 0) {
                broken();
                return;
            }
            switch (random.nextInt(10)) {
                case 0 -> frame(FIN | 0x9, noise(random.nextInt(20)));
                case 1 -> frame(FIN | 0xA, noise(random.nextInt(126)));
                case 2 -> close(random.nextInt(3) == 0 ? 3000 + random.nextInt(2000) : 1000 + random.nextInt(16));
                default -> message();
            }
        }

        private void message() {
            boolean text = random.nextBoolean();
            byte[] payload = text ? text() : noise(random.nextInt(5) == 0 ? random.nextInt(1_100) : random.nextInt(30));
            boolean compressed = deflate && random.nextBoolean();
            byte[] sent = compressed ? deflated(payload) : payload;
            int first = (compressed ? RSV1 : 0) | (text ? 0x1 : 0x2);
            int fragments = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
            if (compressed && fragments > 1 && deflatedFragments < 0) {
                deflatedFragments = frames.size();
            }
            for (int i = 0, at = 0; i < fragments; i++) {
                boolean last = i == fragments - 1;
                int end = last ? sent.length : at + random.nextInt(sent.length - at + 1);
                frame((last ? FIN : 0) | (i == 0 ? first : 0), Arrays.copyOfRange(sent, at, end));
                at = end;
                if (!last && random.nextInt(4) == 0) {
                    frame(FIN | 0x9, noise(random.nextInt(4)));
                }
            }
        }

        /** One of the ways to break a rule. */
        private void broken() {
            switch (random.nextInt(18)) {
                case 0 -> frame(FIN | 0x10 << random.nextInt(3) | 0x2, noise(3));
                case 1 -> frame(FIN | 3 + random.nextInt(5), noise(3));
                case 2 -> frame(FIN | 0xB + random.nextInt(5), noise(3));
                case 3 -> frames.add(header(FIN | 0x2, !masked, 3, 0));
                case 4 -> frames.add(header(FIN | 0x2, masked, 5, 2));
                case 5 -> frames.add(header(FIN | 0x2, masked, 300, 8));
                case 6 -> frames.add(header(FIN | 0x2, masked, Long.MIN_VALUE | random.nextInt(9), 8));
                case 7 -> frames.add(header(FIN | 0x2, masked, random.nextLong() >>> 1, 8));
                case 8 -> frame(0x8 + random.nextInt(3), noise(2));
                case 9 -> frame(FIN | 0x8 + random.nextInt(3), noise(126 + random.nextInt(3)));
                case 10 -> frame(FIN, noise(3));
                case 11 -> {
                    frame(0x1, ascii("begun"));
                    frame(FIN | 0x1, ascii("and another"));
                }
                case 12 -> frame(FIN | 0x1, new byte[] {'x', (byte) (0x80 | random.nextInt(128)), 'x'});
                case 13 -> frame(FIN | 0x1, new byte[] {(byte) 0xE2, (byte) 0x82});
                case 14 -> frame(FIN | 0x8, noise(1));
                case 15 -> close(random.nextInt(65_536));
                case 16 -> frame(FIN | 0x8, new byte[] {3, (byte) 0xE8, 'x', (byte) 0xFF});
                default -> frame(FIN | (deflate ? RSV1 : 0) | 0x2, noise(8));
            }
        }

        private void close(int code) {
            byte[] reason = text();
            byte[] body = new byte[2 + Math.min(reason.length, 60)];
            body[0] = (byte) (code >> 8);
            body[1] = (byte) code;
            System.arraycopy(ascii("because".repeat(9)), 0, body, 2, body.length - 2);
            frame(FIN | 0x8, random.nextInt(6) == 0 ? new byte[0] : body);
        }

        private void frame(int first, byte[] payload) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(header(first, masked, payload.length, payload.length < 126 ? 0 : 2));
            byte[] key = masked ? noise(4) : new byte[4];
            frame.write(key, 0, masked ? 4 : 0);
            for (int i = 0; i < payload.length; i++) {
                frame.write(payload[i] ^ key[i % 4]);
            }
            frames.add(frame.toByteArray());
        }

        private static byte[] header(int first, boolean mask, long length, int lengthBytes) {
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            header.write(first);
            header.write((mask ? 0x80 : 0) | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
            for (int shift = 8 * lengthBytes - 8; shift >= 0; shift -= 8) {
                header.write((int) (length >>> shift));
            }
            return header.toByteArray();
        }

        int framesBeforeDeflatedFragments() {
            return deflatedFragments < 0 ? frames.size() : deflatedFragments;
        }

        int framesBeforeLastBlock() {
            int before = 0;
            while (before < frames.size() && !beginsWithLastBlock(frames.get(before))) {
                before++;
            }
            return before;
        }

        private boolean beginsWithLastBlock(byte[] frame) {
            int at = (frame[1] & 0x7F) < 126 ? 2 : 4;
            int payload = masked ? at + 4 : at;
            boolean wholeCompressed = deflate && (frame[0] & (FIN | RSV1)) == (FIN | RSV1);
            return wholeCompressed && payload < frame.length && ((frame[payload] ^ (masked ? frame[at] : 0)) & 1) == 1;
        }

        private byte[] noise(int length) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            return noise;
        }

        private byte[] text() {
            return "grüße 世界 👋 ".repeat(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /** RFC 7692 §7.2.1; now and then as §7.2.3.4 has it, with a block that is the last one, and a byte to pad it. */
        private byte[] deflated(byte[] plain) {
            boolean finished = random.nextInt(8) == 0;
            Deflater deflater = new Deflater(6, true);
            deflater.setInput(plain);
            if (finished) {
                deflater.finish();
            }
            byte[] out = new byte[plain.length + 100];
            int length = deflater.deflate(out, 0, out.length, finished ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            deflater.end();
            return Arrays.copyOf(out, finished ? length + 1 : length - 4);
        }
    }
}
