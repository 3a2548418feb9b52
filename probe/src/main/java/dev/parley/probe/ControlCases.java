package dev.parley.probe;

final class ControlCases {
    private ControlCases() {}

    static void add(CaseList list) {}
}
