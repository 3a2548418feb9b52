package dev.parley.probe;

/**
 * What a case does with the endpoint under test, and how it judges what comes back.
 *
 * @param <P> how the script meets the endpoint: {@link Peer} where the role makes no difference
 */
@FunctionalInterface
interface Script<P extends Peer> {
    /** @throws Unmet if the peer does what ends the case early */
    Finding play(P peer) throws InterruptedException;
}
