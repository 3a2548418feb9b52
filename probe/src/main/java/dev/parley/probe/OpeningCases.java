package dev.parley.probe;

import java.util.List;
import java.util.function.Consumer;

/** The opening handshake (RFC 6455 §4), of either role. */
final class OpeningCases {
    private OpeningCases() {}

    static void add(CaseList list) {
        List<Consumer<CaseList>> parts = list.role() == Role.SERVER ? SERVER : CLIENT;
        parts.forEach(part -> part.accept(list));
    }

    private static final List<Consumer<CaseList>> SERVER = List.of(ServerAnswerCases::add);
    private static final List<Consumer<CaseList>> CLIENT = List.of(ClientRequestCases::add);
}
