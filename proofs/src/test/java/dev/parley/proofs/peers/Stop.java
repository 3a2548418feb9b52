package dev.parley.proofs.peers;

/** How something is ended. */
interface Stop {
    Stop NOTHING = () -> {};

    void stop() throws Exception;

    /** What goes wrong at the end is told, and changes nothing. */
    default void quietly() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.err.println("It did not end well: " + e);
        }
    }
}
