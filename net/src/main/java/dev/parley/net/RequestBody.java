package dev.parley.net;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/** A body that is being taken, piece by piece, up to what is wanted of it. Confined to its channel's event loop. */
final class RequestBody {
    private final Question asked;
    private final HttpAnswer.Take take;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RequestBody(Question asked, HttpAnswer.Take take) {
        this.asked = asked;
        this.take = take;
    }

    /** The request, of which nothing is to come any more. */
    Question asked() {
        return asked.taken();
    }

    /** Takes a piece, which is lent; false if that is more than was wanted. */
    boolean add(ByteBuf piece) {
        int count = piece.readableBytes();
        if (count > take.maxBytes() - bytes.size()) {
            return false;
        }
        byte[] copy = new byte[count];
        piece.readBytes(copy);
        bytes.write(copy, 0, count);
        return true;
    }

    /** What the request gets, once the body is whole. */
    HttpAnswer answer() {
        return take.to(bytes.toByteArray());
    }
}
