import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;

/** Helidon as a server that sends messages back: a script, since it needs a newer Java than the tests are compiled for. */
final class HelidonServer implements WsListener {
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public static void main(String[] arguments) throws IOException {
        WebServer server = WebServer.builder()
                .address(InetAddress.getByName("127.0.0.1"))
                .port(0)
                .addProtocol(WsConfig.builder().maxFrameLength(MAX_MESSAGE_BYTES).build())
                .addRouting(WsRouting.builder().endpoint("/", HelidonServer::new))
                .build()
                .start();
        System.out.println(server.port());
        System.in.transferTo(OutputStream.nullOutputStream()); // it ends with the process that began it
        System.exit(0);
    }

    @Override
    public void onMessage(WsSession session, String piece, boolean last) {
        if (last && text.isEmpty()) {
            session.send(piece, true);
            return;
        }
        text.append(piece);
        if (last) {
            session.send(text.toString(), true);
            text.setLength(0);
        }
    }

    @Override
    public void onMessage(WsSession session, BufferData piece, boolean last) {
        if (last && bytes.size() == 0) {
            session.send(piece, true);
            return;
        }
        bytes.writeBytes(piece.readBytes());
        if (last) {
            session.send(BufferData.create(bytes.toByteArray()), true);
            bytes.reset();
        }
    }
}
