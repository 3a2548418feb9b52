package dev.parley.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address of this machine and a port, as people write them: {@code 9090}, {@code 10.0.0.1:9090}, {@code [::1]:9090}. Immutable.
 *
 * @param address on loopback where only a port was given
 */
record ManagementAddress(InetSocketAddress address) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Reads one. */
    static final class Reader implements ITypeConverter<ManagementAddress> {
        @Override
        public ManagementAddress convert(String value) {
            int colon = value.lastIndexOf(':');
            String host = colon < 0 ? LOOPBACK : value.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            try {
                int port = Integer.parseInt(value.substring(colon + 1));
                return new ManagementAddress(new InetSocketAddress(host, port));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("this is no port, nor address:port: " + value);
            }
        }
    }
}
