package dev.parley.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Learns from a PROXY header, version 1 or 2, who is behind the proxy that has connected, and leaves: such a header is the first
 * that is said on a connection (HAProxy's "The PROXY protocol", §2). Confined to the channel's event loop.
 *
 * <p>It is not guessed whether there is one: who is to send it and does not is disconnected.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("dev.parley.net");

    /** Beyond the addresses: names of the host, and what the proxy knows of the client's TLS. */
    private static final int MAX_MORE_BYTES = 4 * 1024;

    private static final AttributeKey<Client> CLIENT = AttributeKey.valueOf(ProxyHeader.class, "client");

    /**
     * Who is behind the proxy. Immutable.
     *
     * @param secure whether it speaks TLS with the proxy, and the proxy says so
     */
    record Client(InetSocketAddress address, boolean secure) {}

    private ProxyHeader() {}

    /** Has a channel begin with such a header. */
    static void expectOn(Channel channel) {
        channel.pipeline().addLast(new HAProxyMessageDecoder(MAX_MORE_BYTES)).addLast(new ProxyHeader());
    }

    /** What the header said; empty if there was none, or one in which the proxy speaks for itself, as in a health check. */
    static Optional<Client> of(Channel channel) {
        return channel.hasAttr(CLIENT) ? Optional.of(channel.attr(CLIENT).get()) : Optional.empty();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws UnknownHostException {
        if (!(message instanceof HAProxyMessage header)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            Optional<Client> client = client(header);
            if (client.isPresent()) {
                context.channel().attr(CLIENT).set(client.get());
            }
        } finally {
            header.release();
        }
        context.pipeline().remove(this);
    }

    private static Optional<Client> client(HAProxyMessage header) throws UnknownHostException {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean isInternet = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        if (header.command() == HAProxyCommand.LOCAL || !isInternet) {
            return Optional.empty();
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
        boolean secure =
                header.tlvs().stream().anyMatch(tlv -> tlv instanceof HAProxySSLTLV tls && tls.isPP2ClientSSL());
        return Optional.of(
                new Client(new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort()), secure));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "no PROXY header, or a wrong one", cause);
        context.close();
    }
}
