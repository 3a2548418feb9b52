package dev.parley.script;

import dev.parley.client.Blob;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/** Java's blobs in the hands of the script layer. Confined to the script's loop. */
final class ScriptBlobs {
    private final World world;

    ScriptBlobs(World world) {
        this.world = world;
    }

    ProxyObject members() {
        return world.hostObject()
                .with("parts", none -> parts())
                .with("size", blob -> (double) blob(blob).size())
                .with("type", blob -> blob(blob).type())
                .with(
                        "slice",
                        of -> blob(of).slice(of[1].asLong(), of[2].asLong()).withType(of[3].asString()))
                .with("text", blob -> blob(blob).text())
                .with("buffer", blob -> blob(blob).arrayBuffer())
                .done();
    }

    private static Blob blob(Value... arguments) {
        return arguments[0].asHostObject();
    }

    /** Collects what a blob is made of; blobs among it are not read. */
    private ProxyObject parts() {
        List<Blob> parts = new ArrayList<>();
        return world.hostObject()
                .with("text", text -> parts.add(Blob.of(text[0].asString())))
                .with("bytes", of -> parts.add(Blob.of(bytes(of[0], of[1].asInt(), of[2].asInt()))))
                .with("blob", of -> parts.add(blob(of)))
                .with("done", type -> Blob.of(parts.toArray(Blob[]::new)).withType(type[0].asString()))
                .done();
    }

    private static byte[] bytes(Value buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.readBuffer(offset, bytes, 0, length);
        return bytes;
    }
}
