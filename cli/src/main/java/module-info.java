/** The command {@code parley}. */
module dev.parley.cli {
    requires dev.parley.bench;
    requires dev.parley.chat;
    requires dev.parley.probe;
    requires dev.parley.script;
    requires dev.parley.pubsub;
    requires dev.parley.redis;
    requires dev.parley.server;
    requires info.picocli;
    requires java.logging;
    requires static org.jspecify;

    opens dev.parley.cli to
            info.picocli;
}
