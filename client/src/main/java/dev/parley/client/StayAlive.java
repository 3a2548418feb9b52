package dev.parley.client;

/**
 * Keeps the program running while a socket is not closed, as a browser keeps a page and Node a script: the threads of this
 * library are daemons, so {@code main} could otherwise end before the first message. Any thread.
 */
final class StayAlive {
    private static final Object LOCK = new Object();
    private static int sockets;

    private StayAlive() {}

    static void opened() {
        synchronized (LOCK) {
            if (sockets++ == 0) {
                Thread thread = new Thread(StayAlive::awaitNone, "parley-open-sockets");
                thread.setDaemon(false);
                thread.start();
            }
        }
    }

    static void closed() {
        synchronized (LOCK) {
            sockets--;
            LOCK.notifyAll();
        }
    }

    private static void awaitNone() {
        synchronized (LOCK) {
            while (sockets > 0) {
                try {
                    LOCK.wait();
                } catch (InterruptedException e) {
                    return; // somebody wants this program to end
                }
            }
        }
    }
}
