package dev.parley.probe;

/** A client that offers other extensions than most. */
class Offering extends AskSteps {
    private final String offer;

    Offering(String offer) {
        this.offer = offer;
    }

    @Override
    String offer() {
        return offer;
    }
}
