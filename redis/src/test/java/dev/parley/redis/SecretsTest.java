package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.pubsub.Member;
import dev.parley.pubsub.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path directory;

    @Test
    void overTlsAUserWithTheRightsOfTheGuideIsEnough() throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=redis"
                        + " -addext subjectAltName=IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        int port = RedisProcess.freePort();
        try (RedisProcess redis = new RedisProcess(
                directory,
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-auth-clients",
                "no",
                "--user",
                "default",
                "off",
                "--user",
                "parley",
                "on",
                ">secret",
                "~parley:*",
                "&parley:*",
                "+@read",
                "+@write",
                "+@pubsub",
                "+@scripting",
                "+@connection",
                "+info",
                "+time",
                "+config|get")) {
            assertThat(redis.tell("DBSIZE")).startsWith("-NOAUTH");
            String address = "rediss://parley:secret@127.0.0.1:" + port;
            try (RedisBackplane trusting =
                    RedisBackplane.open(address, RedisOptions.DEFAULT.withAuthorities(certificate))) {
                assertThat(trusting.await(Duration.ofSeconds(30)))
                        .as(trusting.status())
                        .isTrue();
                TopicName topic = new TopicName("room");
                RedisLogTest.done(trusting.log().append(topic, RedisLogTest.draft("a")));
                assertThat(RedisLogTest.done(trusting.log().read(topic, 0, 10)).entries())
                        .hasSize(1);
                Member ada = new Member("c1", "ada");
                RedisLogTest.done(trusting.announce(topic, "node", List.of(ada), List.of()));
                assertThat(RedisLogTest.done(trusting.members(topic))).containsExactly(ada);
                RedisLogTest.until(() -> trusting.nodes() == 1);
            }
            try (RedisBackplane strict = RedisBackplane.open(address, RedisOptions.DEFAULT)) {
                assertThat(strict.await(Duration.ofSeconds(1)))
                        .as("a certificate of nobody")
                        .isFalse();
                assertThat(strict.status()).startsWith("away").doesNotContain("secret");
            }
        }
    }

    private static void openssl(String words, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
