package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.Headers;
import dev.parley.net.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {
    private static final Proxies X = Proxies.at("10.0.0.0/8", "fd00::/8");
    private static final Proxies STANDARD = X.withForwarding(Forwarding.FORWARDED);

    /** Header fields are separated by an exclamation mark. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 10.0.0.1 http -",
                "X-Forwarded-For: 192.0.2.7 | 192.0.2.7 http -",
                "X-Forwarded-For: 192.0.2.7:4711 | 192.0.2.7 http -",
                "X-Forwarded-For: 2001:db8::7 | 2001:db8:0:0:0:0:0:7 http -",
                "X-Forwarded-For: [2001:db8::7]:80 | 2001:db8:0:0:0:0:0:7 http -",
                "X-Forwarded-For: ::ffff:192.0.2.7 | 192.0.2.7 http -",
                "X-Forwarded-For: 192.0.2.66, 192.0.2.7 | 192.0.2.7 http -",
                "X-Forwarded-For: 192.0.2.66, 192.0.2.7, 10.1.2.3 | 192.0.2.7 http -",
                "X-Forwarded-For: 192.0.2.66, 192.0.2.7, fd12::1 | 192.0.2.7 http -",
                "X-Forwarded-For: 192.0.2.66!X-Forwarded-For: 192.0.2.7 | 192.0.2.7 http -",
                "X-Forwarded-For: anything <at> all, 192.0.2.7 | 192.0.2.7 http -",
                "X-Forwarded-For: 10.1.1.1, 10.2.2.2 | 10.1.1.1 http -",
                "X-Forwarded-Proto: https | 10.0.0.1 https -",
                "X-Forwarded-Proto: http, HTTPS | 10.0.0.1 https -",
                "X-Forwarded-For: 192.0.2.7!X-Forwarded-Proto: https!X-Forwarded-Host: a.example:8443"
                        + " | 192.0.2.7 https a.example:8443",
                "Forwarded: for=192.0.2.66 | 10.0.0.1 http -"
            })
    void proxyThatIsTrustedIsBelieved(String fields, String arrival) {
        assertThat(shown(X.arrival(request("10.0.0.1", fields)))).isEqualTo(arrival);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: ",
                "X-Forwarded-For: localhost",
                "X-Forwarded-For: 192.0.2.7,",
                "X-Forwarded-For: 192.0.2",
                "X-Forwarded-For: 192.0.2.777",
                "X-Forwarded-For: 192.0.2.7:99999",
                "X-Forwarded-For: 192.0.2.7:",
                "X-Forwarded-For: [::1",
                "X-Forwarded-For: [::1]x",
                "X-Forwarded-For: fe80::1%eth0",
                "X-Forwarded-Proto: ftp",
                "X-Forwarded-Host: a b",
                "X-Forwarded-Host: a/b",
                "X-Forwarded-Host: ",
                "X-Forwarded-Host: user@a.example"
            })
    void whatItSaysMustBeUnderstood(String fields) {
        assertThat(X.arrival(request("10.0.0.1", fields))).isEmpty();
        // The control: of a stranger's words nothing is looked at.
        assertThat(shown(X.arrival(request("192.0.2.9", fields)))).isEqualTo("192.0.2.9 http -");
        assertThat(shown(Proxies.NONE.arrival(request("10.0.0.1", fields)))).isEqualTo("10.0.0.1 http -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Forwarded: for=192.0.2.7 | 192.0.2.7 http -",
                "Forwarded: For=\"192.0.2.7:4711\";Proto=https;Host=\"a.example\";by=10.0.0.1 | 192.0.2.7 https a.example",
                "Forwarded: for=\"[2001:db8::7]:4711\" | 2001:db8:0:0:0:0:0:7 http -",
                "Forwarded: for=\"\\1\\92.0.2.7\" | 192.0.2.7 http -",
                "Forwarded: for=192.0.2.66;host=evil.example, for=192.0.2.7;proto=https | 192.0.2.7 https -",
                "Forwarded: for=192.0.2.7;proto=https;host=a.example, for=10.1.1.1;proto=http"
                        + " | 192.0.2.7 https a.example",
                "Forwarded: for=192.0.2.66!Forwarded: for=192.0.2.7 | 192.0.2.7 http -",
                "Forwarded: , for=192.0.2.7 ; proto=https , | 192.0.2.7 https -",
                "Forwarded: for=unknown;proto=https | 10.0.0.1 https -",
                "Forwarded: for=192.0.2.66, for=_hidden | 10.0.0.1 http -",
                "Forwarded: proto=https | 10.0.0.1 https -",
                "X-Forwarded-For: 192.0.2.66 | 10.0.0.1 http -"
            })
    void standardFieldIsUnderstood(String fields, String arrival) {
        assertThat(shown(STANDARD.arrival(request("10.0.0.1", fields)))).isEqualTo(arrival);
        assertThat(shown(STANDARD.arrival(request("192.0.2.9", fields)))).isEqualTo("192.0.2.9 http -");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for",
                "Forwarded: for=",
                "Forwarded: for=\"192.0.2.7",
                "Forwarded: for=192.0.2.7;for=192.0.2.8",
                "Forwarded: for=192.0.2.7 proto=https",
                "Forwarded: for=\"a.example\"",
                "Forwarded: =x",
                "Forwarded: for=1.2.3.4;host=\"a b\"",
                "Forwarded: for=1.2.3.4;host=\"\"",
                "Forwarded: for=\"192.0.2.7\"x"
            })
    void standardFieldMustBeWellFormed(String fields) {
        assertThat(STANDARD.arrival(request("10.0.0.1", fields))).isEmpty();
    }

    @Test
    void whateverItSaysNothingBreaks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "for",
            "=",
            ";",
            ",",
            "\"",
            "\\",
            "proto",
            "host",
            "192.0.2.7",
            "[::1]",
            ":",
            "[",
            "]",
            "%",
            " ",
            "\t",
            "unknown",
            "_x",
            "https",
            "a.example",
            "ÿ",
            "99999999999999999999",
            "::ffff:1.2.3.4",
            "/"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                value.append(pieces[random.nextInt(pieces.length)]);
            }
            for (String name : List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")) {
                HttpRequest request = request("10.0.0.1", name + ": " + value);
                assertThat(X.arrival(request)).as("%s of seed %d", value, seed).isNotNull();
                STANDARD.arrival(request);
            }
        }
    }

    @Test
    void longListIsReadInNoTime() {
        String list = "10.0.0.1,".repeat(1_700) + "10.0.0.1";
        assertThat(shown(X.arrival(request("10.0.0.1", "X-Forwarded-For: " + list))))
                .isEqualTo("10.0.0.1 http -");
        assertThat(STANDARD.arrival(request("10.0.0.1", "Forwarded: " + "for=\"\\".repeat(2_500))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, a00::1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "0.0.0.0/0, 255.1.1.1, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "::1, ::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:10.0.0.0/8, 10.1.1.1, true"
    })
    void rangeHasTheAddressesThatBeginWithItsBits(String range, String address, boolean inside) throws Exception {
        assertThat(AddressRange.parse(range).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.1/8",
                "10/8",
                "::/129",
                "[::1]",
                "a/8",
                "fe80::1%1"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyCannotBeBelieved() {
        assertThatThrownBy(() -> Proxies.NONE.withProxyProtocol(true)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpRequest request(String from, String fields) {
        List<Headers.Field> all = new ArrayList<>();
        for (String field : fields.isEmpty() ? new String[0] : fields.split("!")) {
            int colon = field.indexOf(": ");
            all.add(new Headers.Field(field.substring(0, colon), field.substring(colon + 2)));
        }
        return new HttpRequest(
                "GET", "/", "HTTP/1.1", Headers.of(all), new InetSocketAddress(from, 1), false, false, List.of());
    }

    private static String shown(Optional<Arrival> arrival) {
        return arrival.map(
                        who -> ((InetSocketAddress) who.address()).getAddress().getHostAddress() + " "
                                + (who.secure() ? "https" : "http") + " "
                                + who.host().orElse("-"))
                .orElse("not understood");
    }
}
