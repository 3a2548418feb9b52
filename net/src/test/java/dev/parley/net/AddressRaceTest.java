package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of a host's addresses a connection goes to: real sockets, one of them where nobody ever answers. */
final class AddressRaceTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Channel> won = new CompletableFuture<>();
    private final CompletableFuture<IOException> lost = new CompletableFuture<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void whereTheFirstAddressDoesNotAnswerTheSecondWins() throws Exception {
        InetSocketAddress live = listening();
        race(blackHole(), live);
        assertThat(won.get(20, TimeUnit.SECONDS).remoteAddress()).isEqualTo(live);
        assertThat(channels).hasSize(2);
        channels.get(0).closeFuture().get(20, TimeUnit.SECONDS);
        assertThat(channels.get(1).isOpen()).isTrue();
    }

    /** The control: the black hole is one. */
    @Test
    void anAddressThatDoesNotAnswerIsNotConnectedTo() throws Exception {
        AddressRace race = race(blackHole());
        assertThatThrownBy(() -> won.get(600, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        race.end(false);
        channels.get(0).closeFuture().get(20, TimeUnit.SECONDS);
        assertThat(won).isNotDone();
    }

    @Test
    void whereTheFirstAnswersAtOnceNoOtherIsAsked() throws Exception {
        InetSocketAddress live = listening();
        race(live, listening(), listening());
        assertThat(won.get(20, TimeUnit.SECONDS).remoteAddress()).isEqualTo(live);
        assertThatThrownBy(() -> lost.get(600, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(channels).hasSize(1);
    }

    @Test
    void addressesThatRefuseAreFollowedByTheNext() throws Exception {
        InetSocketAddress live = listening();
        race(refusing(), refusing(), live);
        assertThat(won.get(20, TimeUnit.SECONDS).remoteAddress()).isEqualTo(live);
    }

    @Test
    void whereAllRefuseItIsToldOnceAndInWords() throws Exception {
        InetSocketAddress last = refusing();
        race(refusing(), last);
        assertThat(lost.get(20, TimeUnit.SECONDS))
                .hasMessage("connection refused: nothing listens at 127.0.0.1:" + last.getPort());
        assertThat(won).isNotDone();
    }

    private AddressRace race(InetSocketAddress... addresses) {
        EventLoops loops = EventLoops.start("nio", 1, "race", true);
        open.add(loops);
        AddressRace race = new AddressRace(
                loops.group.next(),
                loops.kind(),
                List.of(addresses),
                null,
                true,
                (channel, address) -> {
                    channels.add(channel);
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            won.complete(context.channel());
                        }

                        @Override
                        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                            context.close(); // the other end is gone
                        }
                    });
                },
                lost::complete);
        open.add(0, () -> race.end(false));
        race.start();
        return race;
    }

    private InetSocketAddress listening() throws IOException {
        ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        open.add(listener);
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private static InetSocketAddress refusing() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }
    }

    /** A listener that accepts nobody and has no room for more to wait: the kernel drops what comes. */
    private InetSocketAddress blackHole() throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(listener);
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        for (int i = 0; i < 8; i++) {
            SocketChannel filler = SocketChannel.open();
            open.add(filler);
            filler.configureBlocking(false);
            filler.connect(address);
        }
        Thread.sleep(100);
        return address;
    }
}
