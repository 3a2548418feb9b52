package dev.parley.proofs.bench;

import static dev.parley.proofs.bench.Goal.atLeast;
import static dev.parley.proofs.bench.Goal.atMost;

import dev.parley.proofs.bench.Row.Kind;
import dev.parley.proofs.peers.Setup;
import java.nio.file.Path;
import java.util.List;

/** All rows, in the order of the table. Stateless. */
final class Rows {
    private static final Setup PLAIN = Setup.DEFAULT.withCompressed(false);

    private Rows() {}

    /** @param identity for the row with TLS, as {@link Setup#identity} */
    static List<Row> all(Path identity) {
        return List.of(
                cost("small", "echo, 100 connections × 1 in flight × 20 B", "-c 100 -d 1 -s 20", 0.75, 0.78),
                cost("pipelined", "echo, 64 × 32 × 64 B", "-c 64 -d 32 -s 64", 0.40, 0.70),
                cost("ascii", "echo, 64 × 32 × 64 B of text, ASCII", "-c 64 -d 32 -s 64 --text", 0.55, 0.85),
                cost(
                        "utf8",
                        "echo, 64 × 32 × 64 B of text, characters of 1 to 4 bytes",
                        "-c 64 -d 32 -s 64 --text=mixed",
                        0.55,
                        0.85),
                cost("64k", "echo, 16 × 4 × 64 KiB", "-c 16 -d 4 -s 64k", 0.65, 0.50),
                cost("1m", "echo, 4 × 2 × 1 MiB", "-c 4 -d 2 -s 1m", 0.58, 0.65),
                new Row(
                        "deflate",
                        "echo, 64 × 4 × 1 KiB of JSON, permessage-deflate",
                        Kind.COST,
                        PLAIN.withCompressed(true),
                        options("-c 64 -d 4 -s 1k --text --compress"),
                        atMost(0.6),
                        atMost(1.0)),
                new Row(
                        "wss",
                        "echo over TLS, 64 × 1 × 64 B",
                        Kind.COST,
                        PLAIN.withIdentity(identity),
                        options("-c 64 -d 1 -s 64 --trust-any"),
                        atMost(0.9),
                        atMost(1.1)),
                new Row(
                        "publish",
                        "publish, 1 → 1,000 × 64 B of text, for each delivery",
                        Kind.COST,
                        PLAIN.withToAll(),
                        options("--work fan-out -c 1000 -d 4 -s 64 --text"),
                        atMost(0.5),
                        atMost(1.0)),
                new Row(
                        "memory",
                        "memory of an idle connection, at 9,000",
                        Kind.MEMORY,
                        PLAIN,
                        options("--work idle"),
                        atMost(0.6),
                        atMost(1.5)),
                new Row(
                        "connect",
                        "new connections",
                        Kind.CONNECTIONS,
                        PLAIN,
                        options("--work connect -c 64"),
                        atLeast(2.0),
                        atLeast(0.7)),
                new Row(
                        "latency",
                        "p99 at half the peak rate, 64 connections × 64 B",
                        Kind.LATENCY,
                        PLAIN,
                        options("-c 64 -s 64"),
                        Goal.NONE,
                        atMost(1.0)),
                new Row(
                        "linear",
                        "10,000 connections × 1 × 64 B, against 100",
                        Kind.LINEARITY,
                        PLAIN,
                        options("-d 1 -s 64"),
                        Goal.NONE,
                        Goal.NONE));
    }

    private static Row cost(String name, String title, String load, double netty, double bun) {
        return new Row(name, title, Kind.COST, PLAIN, options(load), atMost(netty), atMost(bun));
    }

    private static List<String> options(String load) {
        return List.of(load.split(" "));
    }
}
