package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketUrlTest {
    // RFC 6455 §4.1: "The 'Request-URI' part of the request MUST match the /resource name/".
    @ParameterizedTest
    @CsvSource({
        "ws://example.org, ws://example.org/, example.org, 80, /",
        "wss://example.org/x, wss://example.org/x, example.org, 443, /x",
        "http://example.org:81/x?y=z, ws://example.org:81/x?y=z, example.org, 81, /x?y=z",
        "HTTPS://EXAMPLE.org:443/, wss://example.org/, example.org, 443, /",
        "ws://example.org:80/a b?ü, ws://example.org/a%20b?%C3%BC, example.org, 80, /a%20b?%C3%BC",
        "ws://[::1]:8080/, ws://[::1]:8080/, ::1, 8080, /",
        "ws://under_score.example/, ws://under_score.example/, under_score.example, 80, /",
        "ws://bücher.example/, ws://xn--bcher-kva.example/, xn--bcher-kva.example, 80, /",
        "ws://example.org/a/../b, ws://example.org/b, example.org, 80, /b",
        "ws://example.org?q, ws://example.org/?q, example.org, 80, /?q",
        "' ws://example.org/ ', ws://example.org/, example.org, 80, /",
        "'ws://example.org/a|b\"c', ws://example.org/a|b%22c, example.org, 80, /a|b%22c",
        "ws://example.org/a//b, ws://example.org/a//b, example.org, 80, /a//b",
        "ws://example.org/../a/%2E%2e/b/., ws://example.org/b/, example.org, 80, /b/",
        "ws://example.org/?q=100%, ws://example.org/?q=100%, example.org, 80, /?q=100%",
        "ws://example.org/[x]?[y]='?', ws://example.org/[x]?[y]=%27?%27, example.org, 80, /[x]?[y]=%27?%27",
        "ws:example.org\\a, ws://example.org/a, example.org, 80, /a",
        "ws:///example.org, ws://example.org/, example.org, 80, /",
        "ws://example.org/?, ws://example.org/?, example.org, 80, /",
        "ws://example.org:/, ws://example.org/, example.org, 80, /",
        "ws://example.org:00080/, ws://example.org/, example.org, 80, /",
        "ws://example.org:65535/, ws://example.org:65535/, example.org, 65535, /",
        "wss://example.org:80/, wss://example.org:80/, example.org, 80, /",
        "ws://EXAMPLE.%4Frg/, ws://example.org/, example.org, 80, /",
        "ws://example.org./, ws://example.org./, example.org., 80, /",
        "ws://example.org/%41%zz%, ws://example.org/%41%zz%, example.org, 80, /%41%zz%",
        "'ws://example.org/^`{}~', ws://example.org/%5E%60%7B%7D~, example.org, 80, /%5E%60%7B%7D~",
        "'ws://example.org/?^`{}~', ws://example.org/?^`{}~, example.org, 80, /?^`{}~",
        "ws://example.org/a\\..\\b, ws://example.org/b, example.org, 80, /b",
        "ws://example.org/a/.%2e, ws://example.org/, example.org, 80, /",
        "ws://example.org/a/..b/c.., ws://example.org/a/..b/c.., example.org, 80, /a/..b/c.."
    })
    void isTakenApart(String url, String href, String host, int port, String target) {
        WebSocketUrl parsed = WebSocketUrl.parse(url);
        assertThat(parsed.href()).isEqualTo(href);
        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.requestTarget()).isEqualTo(target);
    }

    @Test
    void whatIsInvisibleAroundItAndLineBreaksInItAreLeftOut() {
        assertThat(WebSocketUrl.parse("\u0000\t ws://exa\nmple\t.org\r/x\n\u001F ")
                        .href())
                .isEqualTo("ws://example.org/x");
        assertThatThrownBy(() -> WebSocketUrl.parse("\u00A0ws://example.org/")).isInstanceOf(DOMException.class);
    }

    @Test
    void aLoneSurrogateBecomesTheReplacementCharacter() {
        assertThat(WebSocketUrl.parse("ws://example.org/\uD800").requestTarget())
                .isEqualTo("/%EF%BF%BD");
    }

    // URL standard §3.5, "IPv4 parser"
    @ParameterizedTest
    @CsvSource({
        "127.1, 127.0.0.1",
        "0x7f.1, 127.0.0.1",
        "0x7F000001, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "1.2.3.4., 1.2.3.4",
        "１２７.0.0.1, 127.0.0.1",
        "%31.2.3.4, 1.2.3.4",
        "0x.0x0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "1.65535, 1.0.255.255",
        "a.1.2.3x, a.1.2.3x"
    })
    void anAddressOfFourBytesMayBeWrittenInManyWays(String written, String host) {
        assertThat(WebSocketUrl.parse("ws://" + written + "/").host()).isEqualTo(host);
    }

    // URL standard §3.5, "IPv6 parser", and RFC 5952 for how it is written
    @ParameterizedTest
    @CsvSource({
        "[::], ::",
        "[0:0:0:0:0:0:0:1], ::1",
        "[2001:DB8::0001:0:0:1], 2001:db8::1:0:0:1",
        "[1:0:0:2:0:0:0:3], 1:0:0:2::3",
        "[1:2:3:4:5:6:7::], 1:2:3:4:5:6:7:0",
        "[0:1:0:1:0:1:0:1], 0:1:0:1:0:1:0:1",
        "[::ffff:127.0.0.1], ::ffff:7f00:1",
        "[1:0:0:0:0:0:0:0], 1::"
    })
    void anAddressOfSixteenBytesIsWrittenInOneWay(String written, String host) {
        WebSocketUrl url = WebSocketUrl.parse("ws://" + written + "/");
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.authority()).isEqualTo("[" + host + "]");
    }

    // URL standard §3.3: as browsers do, and not as java.net.IDN does, which connects to another host.
    @ParameterizedTest
    @CsvSource({
        "faß.example, xn--fa-hia.example",
        "FAẞ.example, xn--fa-hia.example",
        "βόλος.example, xn--nxasmm1c.example",
        "日本語。ＪＰ, xn--wgv71a119e.jp",
        "☕.example, xn--53h.example",
        "Ⅳ℡.example, ivtel.example",
        "ex\u00ADample.org, example.org",
        "مثال.إختبار, xn--mgbh0fb.xn--kgbechtv",
        "क्\u200dष.example, xn--11b2ezcw70k.example",
        "xn--a.example, xn--a.example",
        "a_b-.example, a_b-.example"
    })
    void aDomainNameInAnyScriptIsTheOneThatBrowsersConnectTo(String written, String host) {
        assertThat(WebSocketUrl.parse("ws://" + written + "/").host()).isEqualTo(host);
    }

    // WHATWG WebSockets standard §3.1, step 2
    @ParameterizedTest
    @CsvSource({
        "chat?x, ws://h.example:81/a/chat?x",
        "'', ws://h.example:81/a/b?c",
        "?d, ws://h.example:81/a/b?d",
        "/, ws://h.example:81/",
        "../../x/./y/.., ws://h.example:81/x/",
        "\\x\\..\\y, ws://h.example:81/y",
        "//other.example/, ws://other.example/",
        "http:chat, ws://h.example:81/a/chat",
        "http:/chat, ws://h.example:81/chat",
        "ws:other.example, ws://other.example/",
        "wss://h.example/, wss://h.example/",
        "./ws://x, ws://h.example:81/a/ws://x"
    })
    void aRelativeUrlIsRelativeToTheBase(String url, String href) {
        WebSocketUrl base = WebSocketUrl.parseBase("http://h.example:81/a/b?c#d");
        assertThat(WebSocketUrl.parse(url, base).href()).isEqualTo(href);
    }

    @Test
    void withABaseAFragmentIsASyntaxErrorAllTheSame() {
        WebSocketUrl base = WebSocketUrl.parseBase("https://h.example/");
        assertThatThrownBy(() -> WebSocketUrl.parse("#", base)).isInstanceOf(DOMException.class);
        assertThatThrownBy(() -> WebSocketUrl.parse("mailto:x", base)).isInstanceOf(DOMException.class);
    }

    // RFC 6455 §11.1.1, §11.1.2: "Characters in the host component that are excluded by the syntax defined above MUST
    // be converted from Unicode to ASCII"
    // RFC 6455 §11.1.1, §11.1.2: "Characters in other components that are excluded by the syntax defined above MUST be
    // converted from Unicode to ASCII by first encoding the characters as UTF-8 and then replacing the corresponding
    // bytes using their percent-encoded form"
    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void whatAUriCannotHaveIsConverted(String scheme) {
        WebSocketUrl url = WebSocketUrl.parse(scheme + "://bücher.example/grüße 世?ü=\uD83D\uDC4B");
        assertThat(url.href())
                .isEqualTo(scheme + "://xn--bcher-kva.example/gr%C3%BC%C3%9Fe%20%E4%B8%96?%C3%BC=%F0%9F%91%8B");
        assertThat(url.authority()).isEqualTo("xn--bcher-kva.example");
    }

    // RFC 6455 §3: "the character '#', when not indicating the start of a fragment, MUST be escaped as %23".
    @Test
    void anEscapedNumberSignIsNoFragment() {
        assertThat(WebSocketUrl.parse("ws://example.org/a%23b?c%23d").requestTarget())
                .isEqualTo("/a%23b?c%23d");
    }

    // RFC 6455 §4.1: "The request MUST contain a |Host| header field whose value contains /host/ plus optionally ':'
    // followed by /port/".
    @Test
    void theHostHeaderHasThePortIfItIsNotTheSchemesOwn() {
        assertThat(WebSocketUrl.parse("ws://[::1]:8080/").authority()).isEqualTo("[::1]:8080");
        assertThat(WebSocketUrl.parse("wss://example.org:443/").authority()).isEqualTo("example.org");
        assertThat(WebSocketUrl.parse("wss://example.org:80/").origin()).isEqualTo("wss://example.org:80");
    }

    @Test
    void credentialsBecomeBasicAuthenticationAndAreNotForLogs() {
        WebSocketUrl url = WebSocketUrl.parse("ws://ada:se%3Acret@example.org:81/x");
        assertThat(url.href()).isEqualTo("ws://ada:se%3Acret@example.org:81/x");
        assertThat(url.host()).isEqualTo("example.org");
        assertThat(url.authorization()).contains("Basic YWRhOnNlOmNyZXQ=");
        assertThat(url.printable()).isEqualTo("ws://example.org:81/x");
        assertThat(WebSocketUrl.parse("ws://example.org/").authorization()).isEmpty();
        WebSocketUrl odd = WebSocketUrl.parse("ws://a@b:c:d@example.org/");
        assertThat(odd.href()).isEqualTo("ws://a%40b:c%3Ad@example.org/");
        assertThat(odd.authorization()).contains("Basic YUBiOmM6ZA==");
        assertThat(WebSocketUrl.parse("ws://:@example.org/").href()).isEqualTo("ws://example.org/");
        assertThat(WebSocketUrl.parse("ws://ada@example.org/").authorization()).contains("Basic YWRhOg==");
    }

    // RFC 6455 §3: fragments "MUST NOT be used on these URIs".
    // RFC 6455 §4.1: they "MUST be valid according to the specification of WebSocket URIs" and "If any of the
    // components are invalid, the client MUST _Fail the WebSocket Connection_ and abort these steps."
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/relative",
                "example.org",
                "ftp://example.org/",
                "mailto:ada@example.org",
                "ws://example.org/#fragment",
                "ws://example.org/#",
                "ws://",
                "ws://example.org:65536/",
                "ws://example.org:12x/",
                "ws://example.org:-1/",
                "ws://:80/",
                "ws://exa%00mple/",
                "ws://exa mple/",
                "ws://exa%23mple/",
                "ws://ada@/",
                "ws://example.org:80:80/",
                "ws://2001::1/",
                "ws://256.1.1.1/",
                "ws://1.2.3.4.5/",
                "ws://1.2.3.08/",
                "ws://0x100000000/",
                "ws://a.0x/",
                "ws://[::1/",
                "ws://::1]/",
                "ws://[1:2]/",
                "ws://[1::2::3]/",
                "ws://[:1:2:3:4:5:6:7]/",
                "ws://[1:2:3:4:5:6:7:8:9]/",
                "ws://[12345::]/",
                "ws://[::1.2.3]/",
                "ws://[::01.2.3.4]/",
                "ws://[fe80::1%25eth0]/",
                "ws://[localhost]/",
                "ws://[127.0.0.1]/",
                "ws://xn--a\u0300ß.example/",
                "ws://\u0300a.example/",
                "ws://a\u202Eb.example/",
                "ws://⒈com.example/",
                "ws://אa.example/",
                "ws://\u00AD/",
                "javascript:alert(1)",
                "1ws://example.org/"
            })
    void whatCannotBeTheUrlOfAWebSocketIsASyntaxError(String url) {
        assertThatThrownBy(() -> WebSocketUrl.parse(url))
                .isInstanceOfSatisfying(
                        DOMException.class, e -> assertThat(e.name()).isEqualTo("SyntaxError"));
    }
}
