package dev.parley.pubsub;

import dev.parley.server.Admission;
import dev.parley.server.EventStream;
import dev.parley.server.EventStreamHandler;
import dev.parley.server.Gate;
import dev.parley.server.Request;
import dev.parley.server.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives each event stream its session, with the one subscription that it is for; who may not have it is refused before the stream
 * begins. Each stream's calls come from its own loop.
 */
final class EventSessions implements EventStreamHandler, Gate {
    private final Topics node;
    private final Users users;
    private final Map<EventStream, Session> sessions = new ConcurrentHashMap<>();

    EventSessions(Topics node, Users users) {
        this.node = node;
        this.users = users;
    }

    @Override
    public Admission admit(Request request) {
        Optional<String> user = users.of(request);
        if (user.isEmpty()) {
            return Admission.refused(Response.text(401, "Who is it?").with("WWW-Authenticate", "Bearer"));
        }
        EventQuery query;
        try {
            query = EventQuery.of(request);
        } catch (IllegalArgumentException e) {
            return Admission.refused(Response.text(400, String.valueOf(e.getMessage())));
        }
        return node.maySubscribe(user.get(), query.topic(), query.presence())
                ? Admission.GRANTED
                : Admission.refused(Response.text(403, "You may not listen to " + query.topic() + "."));
    }

    @Override
    public void onOpen(EventStream stream) {
        Optional<String> user = users.of(stream.request());
        if (user.isEmpty()) {
            stream.close();
            return;
        }
        Session session = new Session(node, new EventOutlet(stream), new Member(node.nextId(), user.get()));
        sessions.put(stream, session);
        session.begin();
        session.take(new CommandReader.Read.Understood(
                EventQuery.of(stream.request()).command(stream.lastEventId())));
    }

    @Override
    public void onDrain(EventStream stream) {
        Session session = sessions.get(stream);
        if (session != null) {
            session.drained();
        }
    }

    @Override
    public void onClose(EventStream stream) {
        Session session = sessions.remove(stream);
        if (session != null) {
            session.end();
        }
    }
}
