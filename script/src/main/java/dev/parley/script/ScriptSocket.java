package dev.parley.script;

import dev.parley.client.BinaryType;
import dev.parley.client.Blob;
import dev.parley.client.CloseEvent;
import dev.parley.client.ErrorEvent;
import dev.parley.client.Event;
import dev.parley.client.MessageEvent;
import dev.parley.client.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * A socket of Java's in the hands of the script layer: hands its events on, and what the layer asks of it. Confined to the
 * script's loop, which is the socket's executor.
 */
final class ScriptSocket {
    private final World world;
    private final Value callbacks;
    private final WebSocket socket;

    private long turnOfAmount = -1;
    private long bufferedAmount;

    /** @param callbacks what to call for {@code open}, {@code message}, {@code error}, {@code close}; each answers a dispatch */
    ScriptSocket(World world, String url, String[] protocols, Value callbacks) {
        this.world = world;
        this.callbacks = callbacks;
        socket = world.connect(url, protocols);
        world.loop().hold();
        socket.addEventListener("open", (Event event) -> dispatch("open"));
        socket.addEventListener("message", (MessageEvent event) -> dispatch("message", event.data(), event.origin()));
        socket.addEventListener("error", (ErrorEvent event) -> dispatch("error", event.message()));
        socket.addEventListener("close", this::closed);
    }

    private void closed(CloseEvent event) {
        dispatch("close", event.wasClean(), event.code(), event.reason());
        world.closed(socket);
        world.loop().release();
    }

    private void dispatch(String callback, Object... arguments) {
        world.loop().nextTurn();
        world.dispatch(callbacks, callback, arguments);
    }

    ProxyObject members() {
        return world.hostObject()
                .with("url", none -> socket.url())
                .with("readyState", none -> socket.readyState())
                .with("bufferedAmount", none -> (double) bufferedAmount())
                .with("protocol", none -> socket.protocol())
                .with("extensions", none -> socket.extensions())
                .with("binaryType", type -> binaryType(type[0].asString()))
                .with("sendText", data -> sendText(data[0].asString()))
                .with("sendBytes", data -> sendBytes(data[0], data[1].asInt(), data[2].asInt()))
                .with("sendBlob", data -> sendBlob(data[0].asHostObject()))
                .with("close", none -> close())
                .with("closeWith", with -> closeWith(with[0].asInt(), with[1].asString()))
                .with("closeWithReason", with -> closeWithReason(with[0].asString()))
                .done();
    }

    private boolean binaryType(String type) {
        socket.binaryType(type.equals("blob") ? BinaryType.BLOB : BinaryType.ARRAYBUFFER);
        return true;
    }

    /**
     * What waits to be sent, as of the beginning of this task, and what this task has added (WHATWG WebSockets standard §3.1): the
     * network takes bytes at any moment, and a script must not see that.
     */
    private long bufferedAmount() {
        if (turnOfAmount != world.loop().turn()) {
            turnOfAmount = world.loop().turn();
            bufferedAmount = socket.bufferedAmount();
        }
        return bufferedAmount;
    }

    private boolean sendText(String text) {
        long before = bufferedAmount();
        socket.send(text);
        bufferedAmount =
                before + text.codePoints().mapToLong(ScriptSocket::utf8Length).sum();
        return true;
    }

    private boolean sendBytes(Value buffer, int offset, int length) {
        long before = bufferedAmount();
        byte[] bytes = new byte[length];
        buffer.readBuffer(offset, bytes, 0, length);
        socket.send(ByteBuffer.wrap(bytes));
        bufferedAmount = before + length;
        return true;
    }

    private boolean sendBlob(Blob blob) {
        long before = bufferedAmount();
        socket.send(blob);
        bufferedAmount = before + blob.size();
        return true;
    }

    private boolean close() {
        socket.close();
        return true;
    }

    private boolean closeWith(int code, String reason) {
        socket.close(code, reason);
        return true;
    }

    /** Without a code there is no Close frame that could carry the reason; that it is short enough is checked all the same. */
    private boolean closeWithReason(String reason) {
        if (reason.getBytes(StandardCharsets.UTF_8).length > 123) {
            socket.close(1000, reason); // throws
        }
        return close();
    }

    private static int utf8Length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
