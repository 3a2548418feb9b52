import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Vert.x as a server that sends messages back, with one event loop, on epoll where it is: a script, for its annotations. */
final class VertxServer {
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(!"no".equals(System.getenv("PEER_COMPRESSED")))
                .setWebSocketAllowServerNoContext(true));
        server.webSocketHandler(socket -> {
            socket.textMessageHandler(socket::writeTextMessage);
            socket.binaryMessageHandler(socket::writeBinaryMessage);
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        System.out.println(server.actualPort());
        System.in.transferTo(OutputStream.nullOutputStream()); // it ends with the process that began it
        System.exit(0);
    }
}
