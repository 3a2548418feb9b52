package dev.parley.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server under test, as one case meets it: it can be connected to as often as the case likes. One caller at a time. */
final class ServerPeer implements Peer {
    private final Dialer dialer;
    private final ProbeOptions options;
    private final int mostBytes;
    private final Transcript transcript = new Transcript();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();
    private final Runnable connected;
    private volatile boolean closed;
    private volatile boolean turnedAway;

    /**
     * @param mostBytes what the server may send in one message
     * @param connected is called for each connection
     */
    ServerPeer(Dialer dialer, ProbeOptions options, int mostBytes, Runnable connected) {
        this.mostBytes = mostBytes;
        this.connected = connected;
        this.dialer = dialer;
        this.options = options;
    }

    @Override
    public Role role() {
        return Role.SERVER;
    }

    @Override
    public ProbeOptions options() {
        return options;
    }

    @Override
    public Transcript transcript() {
        return transcript;
    }

    /** Whether there ever was a connection. */
    boolean met() {
        return !wires.isEmpty();
    }

    /** Whether at last nobody listened any more. */
    boolean turnedAway() {
        return turnedAway;
    }

    /** A new TCP connection, with TLS if the address asks for it. */
    Wire dial() {
        return dial(0);
    }

    /** @param receiveBytes size of the receive buffer, 0 for the usual one */
    Wire dial(int receiveBytes) {
        if (closed) {
            throw Finding.fail("The time for the case is over.").thrown();
        }
        try {
            Dialer.Dialed dialed = dialer.dial(receiveBytes, options.patience());
            Wire wire = new Wire(dialed.socket(), dialed.tcp(), wires.size() + 1, transcript);
            wires.add(wire);
            if (closed) {
                // While it was being made.
                wire.close();
            }
            connected.run();
            return wire;
        } catch (IOException e) {
            turnedAway = Presence.isAbsence(e);
            throw Finding.fail("It could not be connected to: " + e.getMessage() + ".")
                    .thrown();
        }
    }

    /** An opening request with which nothing is wrong. */
    Request request() {
        return Request.to(dialer.target(), dialer.host(), options.headers());
    }

    /** Sends the request on a new connection; returns what came back. */
    Exchange ask(Request request) throws InterruptedException {
        return ask(request.bytes());
    }

    Exchange ask(byte[] request) throws InterruptedException {
        Wire wire = dial();
        wire.write(request);
        return new Exchange(wire, HeadReader.read(wire, options.patience()));
    }

    /** A connection and what came back on it first. */
    record Exchange(Wire wire, Event answer) {
        /** The head of an answer, if there is one. */
        Optional<HttpHead> head() {
            return answer instanceof HttpHead head ? Optional.of(head) : Optional.empty();
        }

        int status() {
            return head().map(HttpHead::status).orElse(0);
        }
    }

    /** Sends the request and goes on with frames, if the answer is what it must be. */
    Conversation open(Request request) throws InterruptedException {
        return open(request, dial());
    }

    Conversation open(Request request, Wire wire) throws InterruptedException {
        wire.write(request.bytes());
        return opened(request, wire, HeadReader.read(wire, options.patience()));
    }

    /**
     * Goes on with frames if the answer opens the connection. Whether it does so as it should is for the cases of the opening
     * handshake to say; the others must be able to say something, too.
     */
    Conversation opened(Request request, Wire wire, Event answer) {
        if (!(answer instanceof HttpHead head) || head.status() != 101) {
            throw Finding.fail("To an opening request came " + answer + ".").thrown();
        }
        boolean offered = ExtensionList.parse(request.offers()).stream()
                .anyMatch(offer -> offer.name().equals(DeflateTerms.NAME));
        return converse(
                wire,
                ExtensionList.parse(head.all("Sec-WebSocket-Extensions")).stream()
                        .filter(answered -> offered && answered.name().equals(DeflateTerms.NAME))
                        .findFirst()
                        .map(DeflateTerms::of));
    }

    /** Goes on with frames. */
    Conversation converse(Wire wire, Optional<DeflateTerms> terms) {
        Conversation conversation = new Conversation(Role.SERVER, wire, options, terms, mostBytes);
        conversations.add(conversation);
        return conversation;
    }

    @Override
    public Conversation open() throws InterruptedException {
        return open(request());
    }

    @Override
    public Conversation open(DeflateTerms terms) throws InterruptedException {
        Conversation conversation = compressed(request().offering(terms.toString()));
        DeflateTerms agreed = conversation.terms();
        // What a client asks of itself is a hint, which needs no answer.
        if (agreed.serverBits() > terms.serverBits() || agreed.serverTakeover() && !terms.serverTakeover()) {
            throw Finding.fail("Asked for \"" + terms + "\", it agreed to \"" + agreed + "\" (RFC 7692 §7.1).")
                    .thrown();
        }
        return conversation;
    }

    @Override
    public Conversation openCompressed() throws InterruptedException {
        return compressed(request().offering(DeflateTerms.NAME));
    }

    private Conversation compressed(Request request) throws InterruptedException {
        Conversation conversation = open(request);
        if (!conversation.isCompressed()) {
            conversation.finish();
            throw Finding.notApplicable("It does not agree to permessage-deflate.")
                    .thrown();
        }
        return conversation;
    }

    @Override
    public List<String> violations() {
        return conversations.stream()
                .flatMap(conversation -> conversation.violations().stream())
                .toList();
    }

    @Override
    public void endStuck() {
        wires.forEach(wire -> wire.endIfStuck(options.patience()));
    }

    @Override
    public void close() {
        closed = true;
        wires.forEach(Wire::close);
    }
}
