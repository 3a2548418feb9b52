package dev.parley.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What all clients saw, and whether it may be so. Any thread. */
final class Witness {
    record Place(String topic, String epoch, long offset) {}

    record Name(String topic, String from, String id) {}

    private final Set<Name> published = ConcurrentHashMap.newKeySet();
    private final Map<Name, Place> acked = new ConcurrentHashMap<>();
    private final Map<Place, Name> said = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    final AtomicInteger delivered = new AtomicInteger();
    final AtomicInteger twice = new AtomicInteger();
    final AtomicInteger recovered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger losses = new AtomicInteger();
    final Map<String, AtomicInteger> durabilities = new ConcurrentHashMap<>();

    void published(Name name) {
        published.add(name);
    }

    void acked(Name name, Place place, String durability) {
        durabilities.computeIfAbsent(durability, none -> new AtomicInteger()).incrementAndGet();
        Place before = acked.put(name, place);
        if (before != null && before.epoch.equals(place.epoch) && !before.equals(place)) {
            violation(name + " was acknowledged at " + before + " and at " + place);
        }
        agree(place, name);
    }

    void delivered(Name name, Place place) {
        delivered.incrementAndGet();
        if (!published.contains(name)) {
            violation(name + " was never published, and delivered at " + place);
        }
        agree(place, name);
    }

    private void agree(Place place, Name name) {
        Name before = said.putIfAbsent(place, name);
        if (before != null && !before.equals(name)) {
            violation(place + " is " + before + " and " + name);
        }
    }

    void violation(String what) {
        violations.add(what);
    }

    int acked() {
        return acked.size();
    }

    /**
     * What is wrong, in the end.
     *
     * @param logs each topic's log as Redis has it: epoch, and the names by offset
     * @param mayHaveLost whether a fault was stronger than what was promised
     */
    List<String> wrong(Map<String, Map.Entry<String, Map<Long, Name>>> logs, boolean mayHaveLost) {
        List<String> wrong = new ArrayList<>(violations);
        logs.forEach((topic, log) -> {
            if (log.getValue().values().stream().distinct().count()
                    != log.getValue().size()) {
                wrong.add("something stands twice in " + topic);
            }
        });
        acked.forEach((name, place) -> {
            Map.Entry<String, Map<Long, Name>> log = logs.get(name.topic);
            if (log == null || !log.getKey().equals(place.epoch)) {
                if (!mayHaveLost) {
                    wrong.add(name + " was acknowledged at " + place + ", and its epoch is over");
                }
            } else if (!name.equals(log.getValue().get(place.offset))) {
                wrong.add(name + " was acknowledged at " + place + ", where there is "
                        + log.getValue().get(place.offset));
            }
        });
        said.forEach((place, name) -> {
            Map.Entry<String, Map<Long, Name>> log = logs.get(place.topic);
            if (log != null
                    && log.getKey().equals(place.epoch)
                    && !name.equals(log.getValue().get(place.offset))) {
                wrong.add(name + " was delivered at " + place + ", where there is "
                        + log.getValue().get(place.offset));
            }
        });
        return wrong;
    }

    @Override
    public String toString() {
        return published.size() + " published, " + acked.size() + " acknowledged " + durabilities + ", " + delivered
                + " delivered (" + twice + " of them once more), " + refused + " refusals, " + recovered
                + " recoveries, " + losses + " losses told";
    }
}
