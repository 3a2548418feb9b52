package dev.parley.probe;

import static dev.parley.probe.OpeningCases.request;

import java.util.Locale;

/** Method, target, version and Host of a request (RFC 6455 §4.2.1, RFC 9112 §3). */
final class RequestLineCases {
    private RequestLineCases() {}

    static void add(CaseList list) {
        addMethods(list.by("RFC 6455 §4.2.1"));
        addVersions(list.by("RFC 6455 §4.2.1, RFC 9112 §2.3"));
        addTargets(list.by("RFC 6455 §4.2.1, RFC 9112 §3.2"));
        addHosts(list.by("RFC 6455 §4.2.1, RFC 9112 §3.2"));
    }

    private static void addMethods(CaseList list) {
        for (String method : new String[] {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "GETS"}) {
            request(
                    list,
                    "method." + method.toLowerCase(Locale.ROOT),
                    "An opening request with the method " + method + ".",
                    Leeway.MUST_REFUSE,
                    request -> request.withMethod(method));
        }
        request(
                list,
                "method.lower-case-get",
                "An opening request with the method \"get\"; methods are case-sensitive.",
                Leeway.MUST_REFUSE,
                request -> request.withMethod("get"));
    }

    private static void addVersions(CaseList list) {
        version(list, "1.0", "HTTP/1.0", Leeway.MUST_REFUSE);
        version(list, "0.9", "HTTP/0.9", Leeway.MUST_REFUSE);
        version(list, "1.2", "HTTP/1.2", Leeway.SHOULD_OPEN);
        version(list, "2.0", "HTTP/2.0", Leeway.SHOULD_REFUSE);
        CaseList literals =
                list.noting("RFC 2616 §2.1, on which RFC 6455 is built, has literals in any case; RFC 9112 §2.3 calls"
                        + " this one case-sensitive.");
        version(literals, "lower-case", "http/1.1", Leeway.SHOULD_REFUSE);
        version(list, "no-dot", "HTTP/11", Leeway.MUST_REFUSE);
        version(list, "no-minor", "HTTP/1.", Leeway.MUST_REFUSE);
        version(list, "misspelt", "HTP/1.1", Leeway.MUST_REFUSE);
        version(list, "other-protocol", "RTSP/1.1", Leeway.MUST_REFUSE);
        version(list, "more-after", "HTTP/1.1 x", Leeway.MUST_REFUSE);
        request(
                list,
                "http.none",
                "A request line without a version.",
                Leeway.MUST_REFUSE,
                request -> request.withLine("GET " + request.target()));
    }

    private static void version(CaseList list, String name, String version, Leeway leeway) {
        request(
                list,
                "http." + name,
                "A request line with the version \"" + version + "\".",
                leeway,
                request -> request.withLine("GET " + request.target() + " " + version));
    }

    private static void addTargets(CaseList list) {
        request(
                list,
                "target.query",
                "A target with a query added.",
                Leeway.SHOULD_OPEN,
                request -> request.withTarget(
                        request.target() + (request.target().contains("?") ? "&" : "?") + "a=b%20c"));
        request(
                list,
                "target.absolute",
                "A target in absolute form, with scheme and host.",
                Leeway.SHOULD_OPEN,
                request -> request.withTarget("http://" + request.first("Host") + request.target()));
        request(
                list,
                "target.fragment",
                "A target with a fragment.",
                Leeway.SHOULD_REFUSE,
                request -> request.withTarget(request.target() + "#part"));
        request(
                list,
                "target.empty",
                "A request line without a target.",
                Leeway.MUST_REFUSE,
                request -> request.withLine("GET  HTTP/1.1"));
        CaseList names = list.noting(
                "RFC 6455 §4.2.1: the target is one \"that should be interpreted as a /resource name/\", which"
                        + " \"*\" is not; but no MUST says so.");
        request(
                names,
                "target.asterisk",
                "The target \"*\", which only OPTIONS may have.",
                Leeway.SHOULD_REFUSE,
                request -> request.withTarget("*"));
        request(
                list,
                "target.with-space",
                "A target with a blank in it.",
                Leeway.MUST_REFUSE,
                request -> request.withTarget(request.target() + "?a b"));
        request(
                list,
                "target.with-nul",
                "A target with a NUL in it.",
                Leeway.MUST_REFUSE,
                request -> request.withTarget(request.target() + "?a\0b"));
        request(
                list,
                "target.not-ascii",
                "A target with bytes above 7F.",
                Leeway.EITHER,
                request -> request.withTarget(request.target() + "?\u00e9"));
        request(
                list,
                "target.bad-percent",
                "A target with \"%zz\" in its query.",
                Leeway.EITHER,
                request -> request.withTarget(request.target() + "?%zz"));
        request(
                list,
                "target.2-kib",
                "A target of 2 KiB.",
                Leeway.SHOULD_OPEN,
                request -> request.withTarget(request.target() + "?" + "a".repeat(2048)));
        request(
                list,
                "target.64-kib",
                "A target of 64 KiB.",
                Leeway.EITHER,
                request -> request.withTarget(request.target() + "?" + "a".repeat(65536)));
        request(
                list,
                "line.two-blanks",
                "Two blanks before the version.",
                Leeway.EITHER,
                request -> request.withLine("GET " + request.target() + "  HTTP/1.1"));
        request(
                list,
                "line.tab",
                "Tabs in place of blanks in the request line.",
                Leeway.EITHER,
                request -> request.withLine("GET\t" + request.target() + "\tHTTP/1.1"));
        request(
                list,
                "line.blank-first",
                "A blank before the method.",
                Leeway.EITHER,
                request -> request.withLine(" GET " + request.target() + " HTTP/1.1"));
        request(
                list,
                "line.empty-line-first",
                "An empty line before the request line.",
                Leeway.SHOULD_OPEN,
                request -> request.withLine("\r\nGET " + request.target() + " HTTP/1.1"));
    }

    private static void addHosts(CaseList list) {
        request(list, "host.missing", "No Host.", Leeway.MUST_REFUSE, request -> request.without("Host"));
        request(
                list,
                "host.twice",
                "The same Host twice.",
                Leeway.MUST_REFUSE,
                request -> request.adding("Host: " + request.first("Host")));
        request(
                list,
                "host.two-different",
                "Two different Hosts.",
                Leeway.MUST_REFUSE,
                request -> request.adding("Host: other.example"));
        request(list, "host.empty", "An empty Host.", Leeway.SHOULD_REFUSE, request -> request.with("Host", ""));
        request(
                list,
                "host.with-blank",
                "A Host with a blank in it.",
                Leeway.SHOULD_REFUSE,
                request -> request.with("Host", "a b"));
        request(
                list,
                "host.list",
                "A Host that is a list of two.",
                Leeway.SHOULD_REFUSE,
                request -> request.with("Host", "a.example, b.example"));
        request(
                list,
                "host.bad-port",
                "A Host whose port is no number.",
                Leeway.SHOULD_REFUSE,
                request -> request.with("Host", "localhost:http"));
        request(
                list,
                "host.with-path",
                "A Host with a path.",
                Leeway.SHOULD_REFUSE,
                request -> request.with("Host", "localhost/path"));
        request(
                list,
                "host.other",
                "The Host of somebody else.",
                Leeway.EITHER,
                request -> request.with("Host", "other.example"));
        request(
                list,
                "host.upper-case-name",
                "HOST in capital letters.",
                Leeway.MUST_OPEN,
                request -> request.without("Host").adding("HOST: " + request.first("Host")));
        request(
                list,
                "host.last",
                "Host as the last field.",
                Leeway.MUST_OPEN,
                request -> request.without("Host").adding("Host: " + request.first("Host")));
    }
}
