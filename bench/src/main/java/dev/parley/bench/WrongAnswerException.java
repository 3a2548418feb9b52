package dev.parley.bench;

/** The server did not send back what it was sent: then it is no matter how fast it was. */
public final class WrongAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String message) {
        super(message);
    }
}
