package dev.parley.probe;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** Endpoints that mask wrong, or take what is masked wrong (RFC 6455 §5.1, §5.3, §10.3). */
final class MaskFaults {
    private MaskFaults() {}

    static final List<Fault> ALL = List.of(
            Fault.of("masks what it sends", "frame.length.text-3", () -> new EchoSteps() {
                        @Override
                        boolean masks() {
                            return true;
                        }
                    })
                    .only(Role.SERVER)
                    .inEveryCase(),
            Fault.of("does not mask what it sends", "mask.present.every-frame", () -> new EchoSteps() {
                        @Override
                        boolean masks() {
                            return false;
                        }
                    })
                    .only(Role.CLIENT)
                    .inEveryCase(),
            Fault.of("takes frames without a mask", "mask.missing.text", AnyMask::new)
                    .only(Role.SERVER),
            Fault.of("takes masked frames", "mask.forbidden.text", AnyMask::new).only(Role.CLIENT),
            Fault.of("begins the key anew with every read", "mask.split-at-every-offset", () -> new EchoSteps() {
                        @Override
                        void unmask(byte[] bytes, int count, byte[] key, long offset) {
                            super.unmask(bytes, count, key, 0);
                        }
                    })
                    .only(Role.SERVER),
            Fault.of("unmasks whole words of the payload only", "mask.key.01020304", () -> new EchoSteps() {
                        @Override
                        void unmask(byte[] bytes, int count, byte[] key, long offset) {
                            super.unmask(bytes, count & ~3, key, offset);
                        }
                    })
                    .only(Role.SERVER)
                    .inEveryCase(),
            keys("masks with one key for ever", "mask.key.fresh-for-each-frame", () -> 0x37FA213D),
            keys(
                    "leaves the first bit of each key 0",
                    "mask.key.every-bit-changes",
                    () -> new Random().nextInt() & 0x7FFFFFFF),
            Fault.of("counts its keys up", "mask.key.no-constant-step", () -> new Keyed() {
                        private int last;

                        @Override
                        int key() {
                            last += 0x9E3779B9;
                            return last;
                        }
                    })
                    .only(Role.CLIENT),
            Fault.of("has the same keys on each connection", "mask.key.fresh-for-each-connection", () -> new Keyed() {
                        private final Random random = new Random(1);

                        @Override
                        int key() {
                            return random.nextInt();
                        }
                    })
                    .only(Role.CLIENT)
                    .shownBy("mask.key.fresh-for-each-frame", "mask.key.every-bit-changes"));

    private static Fault keys(String name, String caughtBy, IntSupplier key) {
        return Fault.of(name, caughtBy, () -> new Keyed() {
                    @Override
                    int key() {
                        return key.getAsInt();
                    }
                })
                .only(Role.CLIENT);
    }

    /** Does not look whether a frame is masked. */
    private static final class AnyMask extends EchoSteps {
        @Override
        void checkMasked(boolean masked) {}
    }

    /** Has keys that are not all random. */
    private abstract static class Keyed extends EchoSteps {
        abstract int key();

        @Override
        byte[] nextKey() {
            return ByteBuffer.allocate(4).putInt(key()).array();
        }
    }
}
