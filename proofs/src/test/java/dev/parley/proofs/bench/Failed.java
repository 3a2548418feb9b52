package dev.parley.proofs.bench;

/** A measurement that came to nothing, with the reason in a few words. */
final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
        super(why.replaceAll("\\s+", " ").strip());
    }
}
