package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Sends back every message, and keeps every rule of RFC 6455 §5 to §8 about it, in steps that a broken endpoint takes
 * differently. Confined to the thread of its connection.
 */
class EchoSteps extends FrameSteps {
    /** Nobody says nothing so often in a row. */
    private static final int MAX_EMPTY_FRAGMENTS = 1000;

    /** To inflate again and again what has come must not take long. */
    private static final int MAX_JUDGED_EARLY = 4096;

    private Optional<Compression> compression = Optional.empty();
    private int messageOpcode;
    private boolean compressed;
    private int emptyFragments;
    private ByteArrayOutputStream message = new ByteArrayOutputStream();
    private TextSteps text = new TextSteps();
    private boolean closed;
    private String reason = "";

    /** Echoes until the connection has ended; returns the reason that the peer gave for it. */
    final String run(Link link, boolean server, Optional<CompressionTerms> terms) throws IOException {
        use(link, server);
        compression = terms.map(this::compression);
        try {
            while (!closed) {
                readFrame();
            }
            endTcp();
        } catch (RuleBroken e) {
            fail(e.code());
            endTcp();
        } finally {
            compression.ifPresent(Compression::end);
        }
        return reason;
    }

    Compression compression(CompressionTerms terms) {
        return new Compression(terms);
    }

    /** What judges the next text. */
    TextSteps text() {
        return new TextSteps();
    }

    final boolean inMessage() {
        return messageOpcode != 0;
    }

    final Optional<Compression> compression() {
        return compression;
    }

    @Override
    boolean mayHave(int reserved, int opcode) {
        boolean deflated = compression.isPresent() && (opcode == TEXT || opcode == BINARY);
        return reserved == 0 || reserved == RSV1 && deflated;
    }

    @Override
    void checkOrder(int opcode) throws RuleBroken {
        if (opcode == CONTINUATION) {
            checkStarted();
        } else {
            checkNotStarted();
        }
    }

    void checkStarted() throws RuleBroken {
        if (!inMessage()) {
            throw new RuleBroken(1002);
        }
    }

    void checkNotStarted() throws RuleBroken {
        if (inMessage()) {
            throw new RuleBroken(1002);
        }
    }

    @Override
    void checkSize(int opcode, long length) throws RuleBroken {
        if (length > MAX_BYTES - (opcode == CONTINUATION ? message.size() : 0)) {
            throw new RuleBroken(1009);
        }
    }

    @Override
    final void frameBegins(boolean fin, int reserved, int opcode) {
        if (opcode == TEXT || opcode == BINARY) {
            messageOpcode = opcode;
            compressed = (reserved & RSV1) != 0 && compression.isPresent();
            message = new ByteArrayOutputStream();
            text = text();
            emptyFragments = 0;
        }
    }

    @Override
    final void pieceCame(int opcode, byte[] bytes, int count) throws RuleBroken {
        if (opcode <= BINARY && messageOpcode == TEXT && !compressed) {
            checkText(text, bytes, count);
        }
    }

    void checkText(TextSteps judge, byte[] bytes, int count) throws RuleBroken {
        for (int i = 0; i < count; i++) {
            if (!judge.take(bytes[i])) {
                throw new RuleBroken(1007);
            }
        }
    }

    void checkTextEnd(TextSteps judge) throws RuleBroken {
        if (!judge.mayEnd()) {
            throw new RuleBroken(1007);
        }
    }

    @Override
    final void frameEnds(boolean fin, int opcode, byte[] payload) throws IOException, RuleBroken {
        switch (opcode) {
            case CONTINUATION, TEXT, BINARY -> fragmentCame(fin, payload);
            case PING -> pingCame(payload);
            case PONG -> pongCame(payload);
            case CLOSE -> closeCame(payload);
            default -> {
                // Only a broken endpoint comes here: it minds nothing.
            }
        }
    }

    private void fragmentCame(boolean fin, byte[] payload) throws IOException, RuleBroken {
        emptyFragments = payload.length == 0 ? emptyFragments + 1 : 0;
        checkEmptyFragments(emptyFragments);
        message = joined(message, payload);
        if (compressed && !fin) {
            checkBeginning();
        }
        fragmentEnds(text, fin);
        if (fin) {
            byte[] whole = message.toByteArray();
            int opcode = messageOpcode;
            message = new ByteArrayOutputStream();
            messageOpcode = 0;
            if (compression.isPresent() && !compressed) {
                compression.get().plainCame(whole);
            }
            messageCame(opcode, compressed ? inflated(opcode, whole) : whole);
        }
    }

    /** Does nothing more until the peer ends the connection, as a broken endpoint may. */
    final void hang() {
        try {
            link().drain();
        } catch (IOException e) {
            // It has ended.
        }
    }

    void checkEmptyFragments(int inARow) throws RuleBroken {
        if (inARow > MAX_EMPTY_FRAGMENTS) {
            throw new RuleBroken(1008);
        }
    }

    ByteArrayOutputStream joined(ByteArrayOutputStream before, byte[] fragment) {
        before.writeBytes(fragment);
        return before;
    }

    void fragmentEnds(TextSteps judge, boolean last) throws RuleBroken {
        if (last && messageOpcode == TEXT && !compressed) {
            checkTextEnd(judge);
        }
    }

    /** A text of which so much has come that it cannot become good any more. */
    void checkBeginning() throws RuleBroken {
        if (messageOpcode == TEXT && message.size() <= MAX_JUDGED_EARLY) {
            byte[] beginning = compression.orElseThrow().inflateBeginning(message.toByteArray());
            checkText(text(), beginning, beginning.length);
        }
    }

    private byte[] inflated(int opcode, byte[] payload) throws RuleBroken {
        byte[] whole = compression.orElseThrow().inflate(payload);
        if (opcode == TEXT) {
            TextSteps judge = text();
            checkText(judge, whole, whole.length);
            checkTextEnd(judge);
        }
        return whole;
    }

    void messageCame(int opcode, byte[] payload) throws IOException {
        if (compression.isPresent()) {
            writeMessage(true, opcode, compression.get().deflate(payload));
        } else {
            writeMessage(false, opcode, payload);
        }
    }

    void writeMessage(boolean deflated, int opcode, byte[] payload) throws IOException {
        write(true, deflated ? RSV1 : 0, opcode, payload);
    }

    void pingCame(byte[] payload) throws IOException {
        write(true, 0, PONG, payload);
    }

    void pongCame(byte[] payload) throws IOException {}

    private void closeCame(byte[] payload) throws IOException, RuleBroken {
        checkCloseLength(payload.length);
        if (payload.length > 1) {
            checkCloseCode(ByteBuffer.wrap(payload).getShort() & 0xFFFF);
            reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            checkReason(payload);
        }
        closed = endsAfterClose();
        answerClose(payload);
    }

    void checkCloseLength(int length) throws RuleBroken {
        if (length == 1) {
            throw new RuleBroken(1002);
        }
    }

    void checkCloseCode(int code) throws RuleBroken {
        boolean known = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        if (!known && (code < 3000 || code > 4999)) {
            throw new RuleBroken(1002);
        }
    }

    /** @param payload of the Close frame, its code too */
    void checkReason(byte[] payload) throws RuleBroken {
        TextSteps judge = new TextSteps();
        for (int i = 2; i < payload.length; i++) {
            if (!judge.take(payload[i])) {
                throw new RuleBroken(1007);
            }
        }
        if (!judge.mayEnd()) {
            throw new RuleBroken(1007);
        }
    }

    /** Whether nothing is read any more once a Close frame came. */
    boolean endsAfterClose() {
        return true;
    }

    void answerClose(byte[] payload) throws IOException {
        write(true, 0, CLOSE, payload);
    }

    void fail(int code) throws IOException {
        write(true, 0, CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** Ends the TCP connection: a server at once, a client when the server has (RFC 6455 §7.1.1). */
    void endTcp() throws IOException {
        if (isServer()) {
            link().endOutput();
        }
        link().drain();
    }
}
