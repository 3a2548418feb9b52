package dev.parley.proofs;

import dev.parley.engine.Violation;
import java.util.List;

/** What our engine and another implementation made of one stream. Immutable. */
record Comparison(PeerStream stream, Reaction ours, Implementation other, Reaction theirs) {
    static Comparison of(PeerStream stream, Implementation other) {
        return new Comparison(
                stream,
                new Parley().react(stream.toServer(), stream.deflate(), stream.pieces()),
                other,
                other.react(stream.toServer(), stream.deflate(), stream.pieces()));
    }

    /** Without what the other sent after its first Close frame, which is judged apart. */
    Comparison untilClose() {
        return new Comparison(stream, ours, other, theirs.untilClose());
    }

    boolean isSame() {
        return ours.isAs(theirs);
    }

    boolean with(Class<? extends Implementation> type) {
        return type.isInstance(other);
    }

    /** Whether ours failed for one of these. */
    boolean ourVerdictIs(Violation... violations) {
        return List.of(violations).stream().anyMatch(violation -> ours.why().equals(violation.name()));
    }

    /** Whether both took the same, up to their ends. */
    boolean tookTheSame() {
        return ours.got().equals(theirs.got()) && ours.pongsSent().equals(theirs.pongsSent());
    }

    /** Whether the other took all that ours took, and perhaps more. */
    boolean theirsTookAll() {
        return begins(theirs.got(), ours.got()) && begins(theirs.pongsSent(), ours.pongsSent());
    }

    /** Whether ours took all that the other took, and perhaps more. */
    boolean oursTookAll() {
        return begins(ours.got(), theirs.got()) && begins(ours.pongsSent(), theirs.pongsSent());
    }

    /** Whether the stream has a compressed message in fragments, and all is the same up to there. */
    boolean isSameUntilDeflatedFragments() {
        return isSameUntil(stream.piecesBeforeDeflatedFragments());
    }

    /** Whether the stream has a compressed message that begins with a last block, and all is the same up to there. */
    boolean isSameUntilLastBlock() {
        return isSameUntil(stream.piecesBeforeLastBlock());
    }

    private boolean isSameUntil(int count) {
        List<byte[]> before = stream.pieces().subList(0, count);
        Reaction then = new Parley().react(stream.toServer(), stream.deflate(), before);
        return count < stream.pieces().size()
                && then.isOpen()
                && begins(theirs.got(), then.got())
                && begins(theirs.pongsSent(), then.pongsSent());
    }

    private static boolean begins(List<String> whole, List<String> beginning) {
        return whole.size() >= beginning.size()
                && whole.subList(0, beginning.size()).equals(beginning);
    }

    @Override
    public String toString() {
        return "seed " + stream.seed() + (stream.deflate() ? ", deflate, a " : ", a ")
                + (stream.toServer() ? "server" : "client") + "\n  ours   " + ours + "\n  theirs "
                + other.getClass().getSimpleName() + " " + theirs;
    }
}
