package dev.parley.probe;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * What is looked at before all cases: whether a WebSocket server is there, and sends messages back. Where it is not so, one
 * clear word is better than a thousand failures.
 */
final class FirstLook {
    /** Of a length that no greeting has by chance, and of whole words, so that it comes back from who unmasks only those. */
    private static final String MESSAGE = "parley probe: does it come back?";

    private final URI address;
    private final Dialer dialer;
    private final ProbeOptions options;

    FirstLook(URI address, Dialer dialer, ProbeOptions options) {
        this.address = address;
        this.dialer = dialer;
        this.options = options;
    }

    /** @throws PeerUnavailableException if there is nothing to judge */
    void requireEcho(ScheduledExecutorService watchdog) throws InterruptedException {
        requireAnybody();
        ServerPeer peer = new ServerPeer(dialer, options, MESSAGE.length() + 1024, () -> {});
        // Somebody who never stops talking must not hold up the run.
        ScheduledFuture<?> end =
                watchdog.schedule(peer::close, options.caseDeadline().toNanos(), TimeUnit.NANOSECONDS);
        try (peer) {
            requireEcho(peer, requireWebSocket(peer));
        } finally {
            end.cancel(false);
        }
    }

    private void requireAnybody() {
        try {
            dialer.dial(0, options.patience()).tcp().close();
        } catch (UnknownHostException e) {
            throw new PeerUnavailableException("There is no host called " + address.getHost() + ".");
        } catch (SSLException e) {
            throw withoutTls(e);
        } catch (IOException e) {
            throw new PeerUnavailableException("Nobody answers at " + address + ": " + e.getMessage() + "."
                    + (dialer.secure() ? " If it does not speak TLS there, ws:// is meant." : ""));
        }
    }

    private PeerUnavailableException withoutTls(SSLException e) {
        boolean certificate = false;
        Throwable deepest = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            certificate |= cause instanceof CertificateException;
            deepest = cause;
        }
        if (certificate) {
            return PeerUnavailableException.ofUntrusted(
                    "The certificate at " + address + " is not trusted: " + deepest.getMessage() + ".");
        }
        // What Java says to a record whose first byte is of no record: HTTP, mostly.
        boolean plain = String.valueOf(e.getMessage()).startsWith("Unsupported or unrecognized SSL message");
        return new PeerUnavailableException(
                plain
                        ? "The server at " + address + " does not speak TLS there; perhaps ws:// is meant."
                        : "TLS fails at " + address + ": " + e.getMessage()
                                + ". If it does not speak TLS there, ws:// is meant.");
    }

    private ServerPeer.Exchange requireWebSocket(ServerPeer peer) throws InterruptedException {
        ServerPeer.Exchange exchange;
        try {
            exchange = peer.ask(peer.request());
        } catch (Unmet e) {
            throw new PeerUnavailableException("Nobody answers any more at " + address + ".");
        }
        // Whatever else is wrong with an answer is for the cases to say.
        if (exchange.status() != 101) {
            throw new PeerUnavailableException("At " + address + " no WebSocket opens: to a plain opening request came "
                    + exchange.answer() + (exchange.status() == 0 && !dialer.secure() ? "; does it expect wss?" : "."));
        }
        return exchange;
    }

    private void requireEcho(ServerPeer peer, ServerPeer.Exchange exchange) throws InterruptedException {
        Conversation conversation = peer.converse(exchange.wire(), Optional.empty());
        Optional<Conversation> other = other(peer);
        try {
            requireEcho(conversation);
            // A chat sends to everybody, to its sender, too; with several cases at a time, that is no echo.
            if (other.isPresent() && hears(other.get())) {
                throw noEcho("What one connection sends comes to another.");
            }
            conversation.finish();
        } catch (Unmet e) {
            // Its bytes make no sense as frames, which is for the cases to say, too.
        }
    }

    private void requireEcho(Conversation conversation) throws InterruptedException {
        conversation.send(Frame.text(MESSAGE));
        Event event;
        Optional<Message> message = Optional.empty();
        do {
            event = conversation.next();
            if (event instanceof Frame frame && !frame.isControl()) {
                message = conversation.assemble(frame);
            }
        } while (message.isEmpty() && event instanceof Frame frame && !frame.is(Opcodes.CLOSE));
        // A bad echo is one, too, and what is bad about it is for the cases to say.
        if (message.isEmpty() || message.get().payload().length != MESSAGE.length()) {
            throw noEcho("To a text message of " + MESSAGE.length() + " bytes came "
                    + message.map(Message::toString).orElse(event.toString()) + ".");
        }
    }

    /** One more connection, if the server has another one to give. */
    private static Optional<Conversation> other(ServerPeer peer) throws InterruptedException {
        try {
            return Optional.of(peer.open());
        } catch (Unmet e) {
            return Optional.empty();
        }
    }

    private boolean hears(Conversation other) throws InterruptedException {
        return other.next(options.quiet()) instanceof Frame frame
                && frame.string().equals(MESSAGE);
    }

    private PeerUnavailableException noEcho(String came) {
        return new PeerUnavailableException(
                "The server at " + address + " does not send back what it gets: the probe needs an echo. " + came);
    }
}
