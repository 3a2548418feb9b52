package dev.parley.pubsub;

import dev.parley.engine.Headers;
import dev.parley.engine.PreparedMessage;
import dev.parley.server.PostHandler;
import dev.parley.server.Request;
import dev.parley.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Commands that are posted one at a time, and answered as on the wire. Any thread. */
final class PostedCommands implements PostHandler {
    /** What stands around a payload, with the longest names there are. */
    private static final int AROUND_A_PAYLOAD = 4 * 1024;

    /** Shorter than the server's patience: what was not answered may have been done all the same, and is to be said so. */
    private static final long MAX_WAIT_SECONDS = 20;

    private final Topics node;
    private final Users users;

    PostedCommands(Topics node, Users users) {
        this.node = node;
        this.users = users;
    }

    /** The largest body that can hold a command which is not refused: base64 is four thirds of its bytes. */
    static int maxBytes(TopicsOptions options) {
        return (int) Math.min(Integer.MAX_VALUE, options.maxPayloadBytes() * 4L / 3 + AROUND_A_PAYLOAD);
    }

    @Override
    public CompletionStage<Response> handle(Request request, byte[] body) {
        Optional<String> user = users.of(request);
        if (user.isEmpty()) {
            return CompletableFuture.completedStage(
                    Response.text(401, "Who is it?").with("WWW-Authenticate", "Bearer"));
        }
        Answer answer = new Answer();
        CommandReader.Read read = CommandReader.read(body);
        if (read instanceof CommandReader.Read.Understood understood && isForAConnection(understood.command())) {
            read = new CommandReader.Read.Malformed(
                    understood.command().ref(), "Only publish, history and presence can be posted.");
        }
        new Session(node, answer, new Member(node.nextId(), user.get())).take(read);
        return answer.response
                .completeOnTimeout(Answer.late(), MAX_WAIT_SECONDS, TimeUnit.SECONDS)
                .minimalCompletionStage();
    }

    private static boolean isForAConnection(Command command) {
        return !(command instanceof Command.Publish
                || command instanceof Command.History
                || command instanceof Command.Presence);
    }

    /** Where the one answer to a command goes. Its session does one thing, so it needs no loop to be confined to. */
    private static final class Answer implements Outlet {
        final CompletableFuture<Response> response = new CompletableFuture<>();
        private @Nullable Refusal refusal;

        static Response late() {
            return json(
                    Refusal.UNAVAILABLE,
                    Wire.error(
                            0,
                            Refusal.UNAVAILABLE,
                            "The log has not answered in time. A message may stand there all the same."));
        }

        @Override
        public Executor loop() {
            return Runnable::run;
        }

        @Override
        public void refused(Refusal why) {
            refusal = why;
        }

        @Override
        public boolean send(byte[] utf8) {
            response.complete(json(refusal, utf8));
            return true;
        }

        @Override
        public boolean send(PreparedMessage message) {
            throw new IllegalStateException("Who posts is subscribed to nothing.");
        }

        @Override
        public void close(int code, String reason) {}

        private static Response json(@Nullable Refusal refusal, byte[] utf8) {
            byte[] line = (new String(utf8, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
            Headers headers = Headers.of(
                    "Content-Type", "application/json",
                    "Cache-Control", "no-store",
                    "X-Content-Type-Options", "nosniff");
            Response response = new Response(refusal == null ? 200 : refusal.status(), headers, line);
            // RFC 9110 §10.2.3: in seconds.
            return response.status() == 503 ? response.with("Retry-After", "1") : response;
        }
    }
}
