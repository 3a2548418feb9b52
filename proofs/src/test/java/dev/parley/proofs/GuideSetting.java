package dev.parley.proofs;

import dev.parley.client.ReconnectOptions;
import dev.parley.client.WebSocketOpenInfo;
import dev.parley.client.WebSocketOptions;
import dev.parley.server.EventStream;
import dev.parley.server.Peer;
import dev.parley.server.Routes;
import dev.parley.server.WebSocketHandler;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.jspecify.annotations.NullUnmarked;

/**
 * What the guide takes as there in a reader's program: a block of statements is the {@link #run} of a subclass. A test sets what its
 * block uses.
 */
@NullUnmarked
public abstract class GuideSetting {
    /** Who is logged in. */
    public record Sessions(Map<String, Object> users) {
        public Optional<Object> userOf(String session) {
            return Optional.ofNullable(users.get(session));
        }
    }

    /** Asks elsewhere who that is. */
    public interface Directory {
        CompletionStage<Object> ask(Optional<String> session);
    }

    /** What is told of. */
    public record Price(String id, String json) {}

    /** Those there were. */
    public record Prices(List<Price> all) {
        public List<Price> since(String id) {
            return all.stream().filter(price -> price.id().compareTo(id) > 0).toList();
        }
    }

    protected Sessions sessions = new Sessions(Map.of("42", "ada"));
    protected Directory directory =
            session -> CompletableFuture.supplyAsync(() -> "user of " + session.orElse("nothing"));
    protected WebSocketHandler chat = new WebSocketHandler() {
        @Override
        public void onText(Peer peer, String text) {
            peer.send(peer.principal().orElseThrow() + ": " + text);
        }
    };
    protected WebSocketHandler room = chat;
    protected dev.parley.server.HttpHandler welcome = request -> dev.parley.server.Response.text(200, "welcome");
    protected Routes routes = Routes.NONE;
    protected Peer peer;
    protected Prices prices = new Prices(List.of(new Price("1", "{}"), new Price("2", "{\"a\":2}")));
    protected Set<EventStream> listeners = ConcurrentHashMap.newKeySet();
    protected Path certificate;
    protected Path key;
    protected Path authorities;
    protected java.util.concurrent.Executor executor = Runnable::run;
    protected Path path;
    protected String url;
    protected List<String> lines = List.of("one", "two", "three");
    protected WebSocketOpenInfo open;
    protected Flow.Processor<Object, Object> answers;
    protected ReconnectOptions reconnect = ReconnectOptions.DEFAULT;
    protected Iterator<String> tokens = List.of("first", "second").iterator();
    protected WebSocketOptions options = WebSocketOptions.DEFAULT;
    protected String token = "token";
    protected String apiKey = "key";
    protected KeyStore keyStore;
    protected char[] password = {};
    protected dev.parley.topics.TopicsClient topics;
    protected dev.parley.topics.Place noted;
    protected ProxySelector selector = ProxySelector.getDefault();

    /** Does what the block says; the variables that it declares. */
    public abstract Map<String, Object> run() throws Exception;
}
