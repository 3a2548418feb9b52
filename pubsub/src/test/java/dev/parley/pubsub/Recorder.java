package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What everybody saw, and whether it may be so: the invariants of a delivery that loses nothing. */
final class Recorder {
    /** What a message is to those who get it. */
    record Said(String from, String id, long time, Object data) {}

    private record Place(String topic, String epoch, long offset) {}

    private record Name(String topic, String from, String id) {}

    private final Map<Name, Object> published = new HashMap<>();
    private final Map<Place, Said> said = new HashMap<>();
    private final Map<Name, List<Place>> appended = new HashMap<>();
    private final Map<Name, Place> acked = new HashMap<>();
    private final Set<String> lostEpochs = new HashSet<>();
    int delivered;
    int losses;
    int recoveries;

    void published(String topic, String from, String id, Object data) {
        published.put(new Name(topic, from, id), data);
    }

    /** The log has really appended something. */
    void appended(String topic, Position at, Draft draft) {
        Name name = new Name(topic, draft.from(), draft.id());
        List<Place> places = appended.computeIfAbsent(name, none -> new ArrayList<>());
        for (Place place : places) {
            if (!lostEpochs.contains(place.epoch)) {
                throw new Violation(7, name + " was appended twice: " + place + " and " + at);
            }
        }
        places.add(new Place(topic, at.epoch(), at.offset()));
    }

    /** All that this epoch had is lost. */
    void lost(String epoch) {
        lostEpochs.add(epoch);
    }

    void acked(String topic, String from, String id, Position at) {
        Name name = new Name(topic, from, id);
        Place place = new Place(topic, at.epoch(), at.offset());
        if (!appended.getOrDefault(name, List.of()).contains(place)) {
            throw new Violation(1, name + " was acknowledged at " + place + ", where it is not");
        }
        acked.put(name, place);
    }

    /** Somebody was sent a message. */
    void delivered(String topic, Position at, Said message) {
        delivered++;
        Object data = published.get(new Name(topic, message.from, message.id));
        if (data == null || !data.equals(message.data)) {
            throw new Violation(2, message + " was never published in " + topic);
        }
        Place place = new Place(topic, at.epoch(), at.offset());
        Said before = said.putIfAbsent(place, message);
        if (before != null && !before.equals(message)) {
            throw new Violation(6, place + " is " + before + " and " + message);
        }
    }

    /** All that was acknowledged, and not lost with its epoch, must be at its place. */
    void checkAcked() {
        acked.forEach((name, place) -> {
            List<Place> places = appended.get(name);
            long alive = places.stream()
                    .filter(each -> !lostEpochs.contains(each.epoch))
                    .count();
            if (!lostEpochs.contains(place.epoch) && alive != 1) {
                throw new Violation(1, name + " stands at " + places);
            }
        });
    }

    int published() {
        return published.size();
    }

    int acked() {
        return acked.size();
    }
}
