package dev.parley.proofs;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a GET.
 *
 * @param status the HTTP status code
 */
record HttpGet(int status, String type, String body) {
    static HttpGet from(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(20_000);
        connection.setReadTimeout(20_000);
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new HttpGet(status, String.valueOf(connection.getContentType()), body);
        } finally {
            connection.disconnect();
        }
    }

    /** The value of a sample in Prometheus's text, for instance {@code parley_connections{route="/echo"}}; 0 if there is none. */
    double figure(String sample) {
        return body.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
