package dev.parley.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.ObjectMapper;

/**
 * What came of a load, while the clock ran.
 *
 * @param load what was done
 * @param count messages that came back, deliveries in {@link Work#FAN_OUT}, connections in {@link Work#CONNECT} and {@link
 *     Work#IDLE}
 * @param seconds how long it took
 * @param latencyMicros from when each was sent to when it came back; with a rate from when it was to be sent; empty where
 *     no message is waited for
 * @param processCpuMicros CPU time of {@link Load#process}
 * @param processBytes resident memory of {@link Load#process}, at the end
 * @param ownCpuMicros CPU time of the load itself
 */
public record LoadResult(
        Load load,
        long count,
        double seconds,
        Map<String, Double> latencyMicros,
        long processCpuMicros,
        long processBytes,
        long ownCpuMicros) {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    static Map<String, Double> percentiles(Histogram nanos) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (double percentile : nanos.getTotalCount() == 0 ? new double[0] : PERCENTILES) {
            String name =
                    percentile == 100 ? "max" : "p" + String.valueOf(percentile).replaceFirst("\\.0$", "");
            percentiles.put(name, nanos.getValueAtPercentile(percentile) / 1e3);
        }
        return percentiles;
    }

    /** How many a second. */
    public double perSecond() {
        return count / seconds;
    }

    /** Payload, a second, one way. */
    public double megabytesPerSecond() {
        return perSecond() * load.payload().bytes() / 1e6;
    }

    /** CPU time of {@link Load#process} for each. */
    public double processCpuMicrosEach() {
        return count == 0 ? 0 : (double) processCpuMicros / count;
    }

    /** CPU time of the load for each. */
    public double ownCpuMicrosEach() {
        return count == 0 ? 0 : (double) ownCpuMicros / count;
    }

    /** One JSON object, with what there is: nothing is told each for connections that are held. */
    public String toJson() {
        boolean counted = load.work() != Work.IDLE;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server", load.server().toString());
        json.put("work", load.work().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("connections", load.connections());
        json.put("inFlight", load.inFlight());
        json.put("messageBytes", load.payload().bytes());
        json.put("content", load.payload().content().name().toLowerCase(Locale.ROOT));
        json.put("compressed", load.payload().compressed());
        json.put("rate", load.pace().messagesPerSecond());
        json.put("seconds", seconds);
        json.put("count", count);
        if (counted) {
            json.put("perSecond", perSecond());
        }
        if (load.work() == Work.ECHO || load.work() == Work.FAN_OUT) {
            json.put("megabytesPerSecond", megabytesPerSecond());
        }
        if (!latencyMicros.isEmpty()) {
            json.put("latencyMicros", latencyMicros);
        }
        if (counted) {
            json.put("ownCpuMicrosEach", ownCpuMicrosEach());
        }
        if (load.process().isPresent()) {
            if (counted) {
                json.put("processCpuMicrosEach", processCpuMicrosEach());
            }
            json.put("processCpuMicros", processCpuMicros);
            json.put("processBytes", processBytes);
        }
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}
