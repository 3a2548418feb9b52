package dev.parley.probe;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All cases there are, group by group. */
public final class Cases {
    private static final List<Case> FOR_SERVERS = collect(Role.SERVER);
    private static final List<Case> FOR_CLIENTS = collect(Role.CLIENT);

    private Cases() {}

    /**
     * All cases for endpoints of that role, in the order in which reports show them.
     *
     * @param role the role of the endpoint under test
     */
    public static List<Case> all(Role role) {
        return role == Role.SERVER ? FOR_SERVERS : FOR_CLIENTS;
    }

    /**
     * Those of them that a run with {@link ProbeOptions#only} takes, in the same order; the number of a case in that run is
     * its place here, from 1.
     *
     * @throws IllegalArgumentException if a pattern names no case
     */
    public static List<Case> selected(Role role, List<String> only) {
        return Selection.of(all(role), only);
    }

    private static List<Case> collect(Role role) {
        return Stream.of(
                        chapter(Group.OPENING, role, OpeningCases::add),
                        chapter(Group.FRAME, role, FramingCases::add),
                        chapter(Group.MASK, role, MaskingCases::add),
                        chapter(Group.RESERVED, role, ReservedBitCases::add),
                        chapter(Group.OPCODE, role, OpcodeCases::add),
                        chapter(Group.FRAGMENT, role, FragmentationCases::add),
                        chapter(Group.CONTROL, role, ControlCases::add),
                        chapter(Group.UTF8, role, Utf8Cases::add),
                        chapter(Group.CLOSE, role, CloseCases::add),
                        chapter(Group.LIMIT, role, LimitCases::add),
                        chapter(Group.SIZE, role, SizeCases::add),
                        chapter(Group.PRESSURE, role, PressureCases::add),
                        chapter(Group.OFFER, role, OfferCases::add),
                        chapter(Group.DEFLATE, role, DeflateCases::add),
                        chapter(Group.INFLATE, role, InflateCases::add))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Case> chapter(Group group, Role role, Consumer<CaseList> chapter) {
        CaseList list = CaseList.of(group, role);
        chapter.accept(list);
        return list.cases();
    }
}
