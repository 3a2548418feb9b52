package dev.parley.proofs;

import dev.parley.proofs.RfcFingerprint.Part;
import dev.parley.proofs.RfcFingerprint.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which requirements are cited where they are obeyed and where that is tested, and what is wrong with that. Immutable. */
final class RfcCoverage {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<String> wrongQuotations = new ArrayList<>();
    private final List<String> staleExceptions = new ArrayList<>();

    /**
     * A requirement, the citations of it, and the exception made for it, if there is one.
     *
     * @param quotations its words as they are quoted, with the MUST in bold
     */
    record Entry(
            Requirement requirement,
            List<Citation> code,
            List<Citation> tests,
            List<String> quotations,
            Optional<RfcException> exception) {
        private static Entry of(Requirement requirement, List<RfcException> exceptions) {
            return new Entry(
                    requirement,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    exceptions.stream()
                            .filter(e -> e.requirement().equals(requirement.id()))
                            .findFirst());
        }

        /** The most that anybody quotes of it; empty if nobody does. */
        String words() {
            return quotations.stream()
                    .reduce((one, other) -> other.length() > one.length() ? other : one)
                    .orElse("");
        }

        boolean lacksCode() {
            return code.isEmpty()
                    && exception
                            .filter(e -> e.lacks() == RfcException.Lack.CODE_AND_TEST)
                            .isEmpty();
        }

        boolean lacksTest() {
            return tests.isEmpty() && exception.isEmpty();
        }

        private boolean needsNoException() {
            return exception
                    .filter(e -> !tests.isEmpty() || e.lacks() != RfcException.Lack.TEST && !code.isEmpty())
                    .isPresent();
        }
    }

    /** @param citations those of other documents are not judged */
    RfcCoverage(List<RfcFingerprint> documents, List<Citation> citations, List<RfcException> exceptions) {
        for (RfcFingerprint document : documents) {
            for (Requirement requirement : document.requirements()) {
                entries.put(requirement.id(), Entry.of(requirement, exceptions));
            }
            citations.stream()
                    .filter(citation -> citation.rfc() == document.number())
                    .forEach(citation -> judge(citation, document));
        }
        exceptions.forEach(exception -> judge(exception, documents));
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** Quotations whose words do not stand in the section, or stand there more than once, or are too few to say. */
    List<String> wrongQuotations() {
        return wrongQuotations;
    }

    /** Requirements without code, or without a test, for which no exception is made. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.lacksCode() || entry.lacksTest()) {
                String what = !entry.lacksTest() ? "code" : entry.lacksCode() ? "code and test" : "test";
                missing.add((entry.requirement().id() + " has no " + what + " " + entry.words()).strip());
            }
        }
        return missing;
    }

    /** Exceptions for what is there, for what does not exist, or with words that are not the requirement's. */
    List<String> staleExceptions() {
        return staleExceptions;
    }

    private void judge(Citation citation, RfcFingerprint document) {
        if (!RfcFingerprint.isLongEnough(citation.quotation())) {
            wrongQuotations.add(citation + " is too short to be told from other words: quote more");
            return;
        }
        Part section = document.section(citation.section());
        List<List<Span>> found = section.find(citation.quotation());
        if (found.size() != 1) {
            wrongQuotations.add(citation
                    + (found.isEmpty()
                            ? " is not in that section"
                            : " is there " + found.size() + " times: quote more"));
            return;
        }
        for (Requirement requirement : citation.isOfOurselves() ? section.requirements() : List.<Requirement>of()) {
            bold(citation.quotation(), found.get(0), requirement).ifPresent(words -> {
                Entry entry = entries.get(requirement.id());
                entry.quotations().add(words);
                (citation.isInTest() ? entry.tests() : entry.code()).add(citation);
            });
        }
    }

    private void judge(RfcException exception, List<RfcFingerprint> documents) {
        Entry entry = entries.get(exception.requirement());
        if (entry == null) {
            staleExceptions.add(exception.requirement() + " is no requirement");
        } else if (!entry.exception().equals(Optional.of(exception))) {
            staleExceptions.add(exception.requirement() + " is excepted twice");
        } else if (entry.needsNoException()) {
            staleExceptions.add(exception.requirement() + " needs no exception any more");
        } else {
            Requirement requirement = entry.requirement();
            Optional<String> words = documents.stream()
                    .filter(document -> document.number() == requirement.rfc())
                    .map(document -> document.section(requirement.section()))
                    .flatMap(section -> section.find(exception.words()).stream())
                    .flatMap(found -> bold(exception.words(), found, requirement).stream())
                    .findFirst();
            words.ifPresentOrElse(
                    entry.quotations()::add,
                    () -> staleExceptions.add(exception.requirement() + " does not say \"" + exception.words() + "\""));
        }
    }

    /** The quotation with a requirement's MUST in bold; nothing if that is not among its words. */
    private static Optional<String> bold(String quotation, List<Span> found, Requirement requirement) {
        List<String> parts = new ArrayList<>(RfcWords.parts(quotation));
        for (int i = 0; i < parts.size(); i++) {
            if (found.get(i).covers(requirement.keyword())) {
                Span keyword = requirement.keyword().plus(-found.get(i).from());
                List<String> words = new ArrayList<>(List.of(parts.get(i).split(" ")));
                words.set(keyword.from(), "**" + words.get(keyword.from()));
                words.set(keyword.to() - 1, words.get(keyword.to() - 1) + "**");
                parts.set(i, String.join(" ", words));
                return Optional.of(String.join(" ... ", parts));
            }
        }
        return Optional.empty();
    }
}
