package dev.parley.server;

import dev.parley.engine.Ending;
import dev.parley.engine.Opcode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What a server writes into recordings of the JDK Flight Recorder. Until a recording begins, which may be at any time, a message
 * costs one look at a field, and nothing of the recorder is started. Any thread.
 */
final class FlightRecords {
    /** Asked for only when there has been a recording in this process: it starts the recorder's part of it. */
    private static final class Types {
        static final EventType MESSAGE = EventType.getEventType(Message.class);
    }

    private FlightRecords() {}

    /** A handshake that was accepted, with 101, or refused. */
    static void handshake(Object address, String route, String subprotocol, int status) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Handshake event = new Handshake();
        if (event.shouldCommit()) {
            event.address = String.valueOf(address);
            event.route = route;
            event.subprotocol = subprotocol;
            event.status = status;
            event.commit();
        }
    }

    /** Whether a recording wants messages: each is an event, so it must be asked for. */
    static boolean wantMessages() {
        return FlightRecorder.isInitialized() && Types.MESSAGE.isEnabled();
    }

    static void received(String route, Opcode kind, int bytes) {
        message(route, kind.name(), false, 1, bytes);
    }

    static void sent(String route, int messages, long bytes) {
        message(route, "", true, messages, bytes);
    }

    private static void message(String route, String kind, boolean sent, int messages, long bytes) {
        Message event = new Message();
        if (event.shouldCommit()) {
            event.route = route;
            event.kind = kind;
            event.sent = sent;
            event.messages = messages;
            event.bytes = bytes;
            event.commit();
        }
    }

    static void closed(Object address, String route, Ending ending) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Closed event = new Closed();
        if (event.shouldCommit()) {
            event.address = String.valueOf(address);
            event.route = route;
            event.ending = EndingName.of(ending);
            event.code = EndingName.code(ending);
            event.commit();
        }
    }

    static void slow(Object who, Duration held, List<StackTraceElement> where) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        SlowHandler event = new SlowHandler();
        if (event.shouldCommit()) {
            event.who = String.valueOf(who);
            event.held = held.toNanos();
            event.where = where.stream().map(Object::toString).collect(Collectors.joining("\n"));
            event.commit();
        }
    }

    @Name("dev.parley.Handshake")
    @Label("WebSocket Handshake")
    @Category("Parley")
    @StackTrace(false)
    private static final class Handshake extends Event {
        @Label("Address")
        @Nullable
        String address;

        @Label("Route")
        @Nullable
        String route;

        @Label("Subprotocol")
        @Nullable
        String subprotocol;

        @Label("Status")
        @Description("The HTTP status code; 101 if the peer came in")
        int status;
    }

    @Name("dev.parley.Message")
    @Label("WebSocket Message")
    @Category("Parley")
    @Enabled(false)
    @StackTrace(false)
    private static final class Message extends Event {
        @Label("Route")
        @Nullable
        String route;

        @Label("Kind")
        @Description("Of a message that came in; empty for those that went out, which may be several")
        @Nullable
        String kind;

        @Label("Sent")
        boolean sent;

        @Label("Messages")
        int messages;

        @Label("Payload")
        @DataAmount
        long bytes;
    }

    @Name("dev.parley.Close")
    @Label("WebSocket Close")
    @Category("Parley")
    @StackTrace(false)
    private static final class Closed extends Event {
        @Label("Address")
        @Nullable
        String address;

        @Label("Route")
        @Nullable
        String route;

        @Label("Ending")
        @Nullable
        String ending;

        @Label("Code")
        int code;
    }

    @Name("dev.parley.SlowHandler")
    @Label("Slow Handler")
    @Category("Parley")
    @Description("An application's handler holds an event loop, and everybody else on it waits")
    @StackTrace(false)
    private static final class SlowHandler extends Event {
        @Label("Who")
        @Nullable
        String who;

        @Label("Held")
        @Timespan
        long held;

        @Label("Stack of the Event Loop")
        @Nullable
        String where;
    }
}
