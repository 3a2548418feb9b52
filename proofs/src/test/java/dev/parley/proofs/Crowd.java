package dev.parley.proofs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many WebSocket connections that say nothing, from several addresses of this machine, since one has ports for 28,000 only. */
final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final int ADDRESSES = 5;

    private final List<SocketChannel> members = new ArrayList<>();

    /** Connects so many, and waits until all are upgraded. */
    static Crowd gather(int count, int port) throws IOException {
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < count; i += AT_ONCE) {
                crowd.join(Math.min(AT_ONCE, count - i), port);
            }
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
        return crowd;
    }

    private void join(int count, int port) throws IOException {
        byte[] handshake = RawClient.handshake(port, "/echo").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < count; i++) {
            SocketChannel member = SocketChannel.open();
            members.add(member);
            member.bind(new InetSocketAddress("127.0.0." + (2 + members.size() % ADDRESSES), 0));
            member.connect(new InetSocketAddress("127.0.0.1", port));
            member.write(ByteBuffer.wrap(handshake));
        }
        ByteBuffer head = ByteBuffer.allocate(1024);
        for (SocketChannel member : members.subList(members.size() - count, members.size())) {
            head.clear();
            while (!ends(head)) {
                if (member.read(head) < 0) {
                    throw new IOException("No upgrade: " + new String(head.array(), 0, head.position()));
                }
            }
        }
    }

    private static boolean ends(ByteBuffer head) {
        int end = head.position();
        return end > 12 && head.get(end - 1) == '\n' && head.get(end - 3) == '\n' && head.get(9) == '1';
    }

    /** Ends all with a reset, as when the network or a proxy before them dies. */
    @Override
    public void close() throws IOException {
        for (SocketChannel member : members) {
            member.setOption(StandardSocketOptions.SO_LINGER, 0);
            member.close();
        }
        members.clear();
    }
}
