package dev.parley.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client under test, as one case meets it: it has connected once, has asked, and waits for an answer. One caller at a time. */
final class ClientPeer implements Peer {
    private final HttpHead request;
    private final Wire wire;
    private final Transcript transcript;
    private final ProbeOptions options;
    private final ClientHistory history;
    private final int port;
    private final List<Conversation> conversations = new ArrayList<>();
    private int mostBytes = 1024;

    /**
     * @param request what the client asked
     * @param port on which it came
     */
    ClientPeer(
            HttpHead request, int port, Wire wire, Transcript transcript, ProbeOptions options, ClientHistory history) {
        this.request = request;
        this.port = port;
        this.wire = wire;
        this.transcript = transcript;
        this.options = options;
        this.history = history;
    }

    @Override
    public Role role() {
        return Role.CLIENT;
    }

    @Override
    public ProbeOptions options() {
        return options;
    }

    @Override
    public Transcript transcript() {
        return transcript;
    }

    /** Says what the client may send in one message from now on; at first that is very little. */
    void allow(int bytes) {
        mostBytes = bytes;
    }

    HttpHead request() {
        return request;
    }

    Wire wire() {
        return wire;
    }

    /** What the client did on its earlier connections. */
    ClientHistory history() {
        return history;
    }

    /** The rules that the request breaks. */
    List<String> faults() {
        return RequestRules.faults(request, port);
    }

    /** An answer with which nothing is wrong. */
    Answer answer() {
        if (!request.has("Sec-WebSocket-Key")) {
            throw Finding.fail("The request has no Sec-WebSocket-Key.").thrown();
        }
        return Answer.to(request.first("Sec-WebSocket-Key"));
    }

    /** Sends the answer and goes on with frames, without extensions. */
    Conversation answer(Answer answer) {
        wire.write(answer.bytes());
        return converse(Optional.empty());
    }

    /** Goes on with frames. */
    Conversation converse(Optional<DeflateTerms> terms) {
        Conversation conversation = new Conversation(Role.CLIENT, wire, options, terms, mostBytes);
        conversations.add(conversation);
        return conversation;
    }

    /** What the client offers for compression: empty if it offers none. */
    Optional<ExtensionList.Extension> offer() {
        return ExtensionList.parse(request.all("Sec-WebSocket-Extensions")).stream()
                .filter(extension -> extension.name().equals(DeflateTerms.NAME))
                .findFirst();
    }

    /** The offer; a client that makes none ends the script. */
    ExtensionList.Extension requireOffer() {
        return offer().orElseThrow(() -> Finding.notApplicable("The client does not offer permessage-deflate.")
                .thrown());
    }

    @Override
    public Conversation open() {
        return answer(answer());
    }

    @Override
    public Conversation open(DeflateTerms terms) {
        ExtensionList.Extension offer = requireOffer();
        if (terms.clientBits() != 15 && !offer.has(DeflateTerms.CLIENT_BITS)) {
            throw Finding.notApplicable("The client does not offer " + DeflateTerms.CLIENT_BITS + ".")
                    .thrown();
        }
        DeflateTerms agreed = terms;
        if (offer.has(DeflateTerms.SERVER_NO_TAKEOVER)) {
            agreed = agreed.withoutServerTakeover();
        }
        DeflateTerms offered = DeflateTerms.of(offer);
        if (offered.serverBits() < agreed.serverBits()) {
            agreed = agreed.withServerBits(offered.serverBits());
        }
        wire.write(answer().agreeing(agreed.toString()).bytes());
        return converse(Optional.of(agreed));
    }

    @Override
    public Conversation openCompressed() {
        return open(DeflateTerms.PLAIN);
    }

    @Override
    public List<String> violations() {
        return conversations.stream()
                .flatMap(conversation -> conversation.violations().stream())
                .toList();
    }

    /** The masking keys of all its frames. */
    List<Integer> maskingKeys() {
        return conversations.stream()
                .flatMap(conversation -> conversation.keys().stream())
                .toList();
    }

    @Override
    public void endStuck() {
        wire.endIfStuck(options.patience());
    }

    @Override
    public void close() {
        wire.close();
    }
}
