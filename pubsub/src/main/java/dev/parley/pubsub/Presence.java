package dev.parley.pubsub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is at the topics of one node, told to the other nodes; and who is at any node, told to the subscriptions. In a large topic that
 * is told together, so that what each change costs does not grow with the topic. At most once, last value wins. Any thread.
 */
final class Presence {
    /** What is known of one topic. Guarded by itself. */
    private static final class Roll {
        /** Who is here, at this node. */
        final Map<String, Member> here = new LinkedHashMap<>();
        /** Who came and left, of which the others have not been told. */
        final Map<String, Member> came = new LinkedHashMap<>();

        final Map<String, Member> left = new LinkedHashMap<>();
        /** Who is anywhere, as the subscriptions have been told. */
        Map<String, Member> told = Map.of();

        boolean announcing;
        boolean looking;
        boolean lookAgain;
    }

    private final Topics node;
    private final Map<TopicName, Roll> rolls = new ConcurrentHashMap<>();

    Presence(Topics node) {
        this.node = node;
    }

    void came(TopicName topic, Member member) {
        Roll roll = rolls.compute(topic, (name, there) -> {
            Roll entered = there == null ? new Roll() : there;
            synchronized (entered) {
                entered.here.put(member.client(), member);
                entered.came.put(member.client(), member);
                entered.left.remove(member.client());
            }
            return entered;
        });
        announceSoon(topic, roll);
    }

    void left(TopicName topic, Member member) {
        Roll roll = rolls.get(topic);
        if (roll == null) {
            return;
        }
        synchronized (roll) {
            roll.here.remove(member.client());
            roll.came.remove(member.client());
            roll.left.put(member.client(), member);
        }
        announceSoon(topic, roll);
    }

    /** Somebody came or left, here or at another node. */
    void changed(TopicName topic) {
        Roll roll = rolls.get(topic);
        if (roll == null) {
            return;
        }
        long wait;
        synchronized (roll) {
            if (roll.looking) {
                roll.lookAgain = true;
                return;
            }
            roll.looking = true;
            wait = wait(roll);
        }
        node.soon(wait, () -> look(topic, roll));
    }

    /** Tells the other nodes again who is here, before they take it for gone. */
    void renew() {
        rolls.forEach((topic, roll) -> {
            boolean nothing;
            synchronized (roll) {
                nothing = roll.here.isEmpty() && roll.left.isEmpty();
            }
            if (!nothing) {
                announceSoon(topic, roll);
            }
        });
    }

    private long wait(Roll roll) {
        boolean large =
                Math.max(roll.told.size(), roll.here.size()) > node.options().presenceAtOnce();
        return large ? node.options().presenceInterval().toMillis() : 0;
    }

    private void announceSoon(TopicName topic, Roll roll) {
        long wait;
        synchronized (roll) {
            if (roll.announcing) {
                return;
            }
            roll.announcing = true;
            wait = wait(roll);
        }
        node.soon(wait, () -> announce(topic, roll));
    }

    private void announce(TopicName topic, Roll roll) {
        List<Member> came;
        List<Member> left;
        synchronized (roll) {
            came = List.copyOf(roll.came.values());
            left = List.copyOf(roll.left.values());
            roll.came.clear();
            roll.left.clear();
        }
        node.backplane().announce(topic, node.id(), came, left).whenComplete((known, failure) -> {
            boolean more;
            synchronized (roll) {
                roll.announcing = false;
                if (known == null) {
                    sayAgain(roll, came, left);
                } else if (!known && !new HashSet<>(came).containsAll(roll.here.values())) {
                    roll.came.putAll(roll.here);
                }
                // What could not be said waits for the next renewal.
                more = known != null && (!roll.came.isEmpty() || !roll.left.isEmpty());
            }
            if (more) {
                announceSoon(topic, roll);
            } else {
                forget(topic);
            }
        });
    }

    /** Unless there is something to know of it. */
    void forget(TopicName topic) {
        rolls.computeIfPresent(topic, (name, roll) -> {
            synchronized (roll) {
                boolean nothing = roll.here.isEmpty() && roll.left.isEmpty() && !roll.announcing;
                return nothing && node.topic(name) == null ? null : roll;
            }
        });
    }

    private static void sayAgain(Roll roll, List<Member> came, List<Member> left) {
        for (Member member : came) {
            if (roll.here.containsKey(member.client())) {
                roll.came.put(member.client(), member);
            }
        }
        for (Member member : left) {
            if (!roll.here.containsKey(member.client())) {
                roll.left.put(member.client(), member);
            }
        }
    }

    private void look(TopicName topic, Roll roll) {
        node.backplane().members(topic).whenComplete((members, failure) -> {
            boolean again;
            synchronized (roll) {
                again = roll.lookAgain;
                roll.lookAgain = false;
                roll.looking = false;
            }
            if (members != null) {
                tell(topic, roll, members);
            }
            if (again) {
                changed(topic);
            }
        });
    }

    private void tell(TopicName topic, Roll roll, List<Member> members) {
        Map<String, Member> now = new LinkedHashMap<>();
        members.forEach(member -> now.put(member.client(), member));
        List<Member> came;
        List<Member> left;
        synchronized (roll) {
            came = without(now, roll.told);
            left = without(roll.told, now);
            roll.told = now;
        }
        Topic followed = node.topic(topic);
        if (followed != null && !(came.isEmpty() && left.isEmpty())) {
            followed.tellOfPresence(
                    Wire.presence(topic, now.size(), came, left, node.options().presenceTold()));
        }
    }

    private static List<Member> without(Map<String, Member> these, Map<String, Member> those) {
        List<Member> rest = new ArrayList<>();
        these.forEach((client, member) -> {
            Member other = those.get(client);
            if (!member.equals(other)) {
                rest.add(member);
            }
        });
        return rest;
    }
}
