package dev.parley.probe;

/** What can come next from a peer. */
sealed interface Event permits Frame, HttpHead, Event.End, Event.Silence {

    /** The peer ended the connection. */
    record End() implements Event {
        @Override
        public String toString() {
            return "the end of the TCP connection";
        }
    }

    /** Nothing came in the time there was. */
    record Silence() implements Event {
        @Override
        public String toString() {
            return "nothing";
        }
    }
}
