package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Case TEST = Cases.all(Role.SERVER).get(0);

    private final Report report = new Report(
            Role.SERVER,
            "ws://localhost/<echo>",
            Instant.EPOCH,
            Duration.ofSeconds(2),
            List.of(
                    result(Verdict.PASS, "fine"),
                    result(Verdict.FAIL, "It sent \"<script>alert(1)</script>\u0007\"."),
                    result(Verdict.NOT_APPLICABLE, "declined")));

    private static Result result(Verdict verdict, String observed) {
        Transcript transcript = new Transcript();
        transcript.sent(1, "GET / HTTP/1.1\r\n<b>\r\n".getBytes(StandardCharsets.US_ASCII), 0, 21);
        transcript.came(1, new byte[] {(byte) 0x81, 0x03, '<', 'b', '>'}, 0, 5);
        transcript.event(1, "the <end>");
        return new Result(TEST, verdict, observed, transcript, Duration.ofMillis(7));
    }

    @Test
    void jsonHasTheCountsAndEachCase() {
        JsonNode json = new JsonMapper().readTree(report.toJson());
        assertThat(json.get("total").intValue()).isEqualTo(3);
        assertThat(json.get("pass").intValue()).isEqualTo(1);
        assertThat(json.get("tolerated").intValue()).isZero();
        assertThat(json.get("fail").intValue()).isEqualTo(1);
        assertThat(json.get("notApplicable").intValue()).isEqualTo(1);
        assertThat(json.get("notRun").intValue()).isZero();
        assertThat(json.get("remarks")).isEmpty();
        assertThat(json.get("version").stringValue()).matches("\\d+\\.\\d+\\.\\d+.*");
        JsonNode test = json.get("cases").get(1);
        assertThat(test.get("id").stringValue()).isEqualTo(TEST.id());
        assertThat(test.get("group").stringValue()).isEqualTo("opening");
        assertThat(test.get("clause").stringValue()).isEqualTo(TEST.clause());
        assertThat(test.get("verdict").stringValue()).isEqualTo("fail");
        assertThat(test.get("observed").stringValue()).contains("<script>");
        assertThat(test.get("millis").intValue()).isEqualTo(7);
    }

    @Test
    void casesThatWereNotRunHaveAPlaceOfTheirOwnAndNoVerdict() {
        List<Case> cases = Cases.all(Role.SERVER).subList(0, 5);
        Result third = new Result(cases.get(2), Verdict.PASS, "fine", new Transcript(), Duration.ZERO);
        Report cut = new Report(
                Role.SERVER, "x", Instant.EPOCH, Duration.ZERO, cases, List.of(third), List.of("It went <away>."));
        JsonNode json = new JsonMapper().readTree(cut.toJson());
        assertThat(json.get("total").intValue()).isEqualTo(1);
        assertThat(json.get("cases")).hasSize(1);
        assertThat(json.get("cases").get(0).get("number").intValue()).isEqualTo(3);
        assertThat(json.get("notRun").intValue()).isEqualTo(4);
        assertThat(json.get("remarks").get(0).stringValue()).isEqualTo("It went <away>.");
        assertThat(cut.toHtml()).contains("It went &lt;away&gt;.").contains("<b>1</b>of 5 cases");
        assertThat(cut.passed()).isFalse();
    }

    @Test
    void thePageSaysWhenInATimeThatIsTheSameEverywhere() {
        assertThat(report.toHtml()).contains("1 January 1970, 00:00 UTC");
    }

    @Test
    void thePageShowsNothingOfAPeerAsMarkup() {
        String page = report.toHtml();
        assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert(1)");
        assertThat(page).contains("&lt;echo&gt;").doesNotContain("<echo>").doesNotContain("the <end>");
        assertThat(page).contains("81 03 3c 62 3e").contains("&lt;b&gt;").doesNotContain("<b>\r");
    }

    @Test
    void thePageFetchesNothing() {
        assertThat(report.toHtml())
                .doesNotContainPattern("(?i)(src|href)=\"(https?:)?//")
                .doesNotContain("@import", "url(");
    }

    @Test
    void aRunWithoutFailuresHasPassed() {
        assertThat(report.passed()).isFalse();
        assertThat(new Report(
                                Role.SERVER,
                                "x",
                                Instant.EPOCH,
                                Duration.ZERO,
                                List.of(result(Verdict.PASS, ""), result(Verdict.TOLERATED, "")))
                        .passed())
                .isTrue();
    }
}
