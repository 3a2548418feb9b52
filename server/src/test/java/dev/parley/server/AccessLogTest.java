package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessLogTest {
    @ParameterizedTest
    @CsvSource({
        "/chat, /chat",
        "json, json",
        "a b, \"a b\"",
        "a=b, \"a=b\"",
        "say \"hi\", \"say \\\"hi\\\"\"",
        "back\\slash, \"back\\\\slash\"",
        "'', \"\""
    })
    void whatIsNotPlainStandsInQuotationMarks(String value, String written) {
        assertThat(AccessLog.quoted(value)).isEqualTo(written);
    }

    @Test
    void nobodyBeginsALineOfTheirOwn() {
        String hostile = "x\r\ntime=now refused=200\t\u001b[2J\u0085\u2028\u2029\u0000\uD800";
        String written = AccessLog.quoted(hostile);
        assertThat(written)
                .contains("\\u000d\\u000a")
                .contains("\\u001b")
                .contains("\\u2028")
                .contains("\\ud800");
        assertThat(written.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
    }

    @Test
    void addressesAreNumbers() throws Exception {
        List<String> lines = new ArrayList<>();
        AccessLog log = new AccessLog(lines::add);
        log.onRefused(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 81), 403);
        log.onRefused(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 82), 404);
        assertThat(lines.get(0)).endsWith(" address=192.0.2.7:81 refused=403");
        assertThat(lines.get(1)).endsWith(" address=[2001:db8:0:0:0:0:0:1]:82 refused=404");
    }
}
