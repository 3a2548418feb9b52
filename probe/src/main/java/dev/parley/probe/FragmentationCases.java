package dev.parley.probe;

final class FragmentationCases {
    private FragmentationCases() {}

    static void add(CaseList list) {}
}
