package dev.parley.probe;

import java.util.List;
import java.util.stream.Stream;

/** All faults there are. */
final class Faults {
    private Faults() {}

    /** What endpoints of that role can do wrong. */
    static List<Fault> of(Role role) {
        return Stream.of(
                        AnswerFaults.ALL,
                        RequestFaults.ALL,
                        AskFaults.ALL,
                        AcceptFaults.ALL,
                        FrameFaults.ALL,
                        MaskFaults.ALL,
                        FragmentFaults.ALL,
                        ControlFaults.ALL,
                        TextFaults.ALL,
                        CloseFaults.ALL,
                        LimitFaults.ALL,
                        AgreementFaults.ALL,
                        OfferFaults.ALL,
                        CompressionFaults.ALL,
                        InflationFaults.ALL)
                .flatMap(List::stream)
                .filter(fault -> fault.roles().contains(role))
                .toList();
    }
}
