package dev.parley.cli;

import dev.parley.probe.Probe;
import dev.parley.probe.Report;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run of the probe as a person follows it: what happens meanwhile on standard error, what came of it on standard output, and
 * the reports in their files. Ctrl-C ends it early, with all of that.
 */
record ProbeRun(@Nullable Path json, @Nullable Path html) {

    Report of(Probe probe) throws InterruptedException, IOException {
        return of(probe, () -> {});
    }

    /** @param invite says where the probe is, which somebody may answer with Ctrl-C at once */
    Report of(Probe probe, Runnable invite) throws InterruptedException, IOException {
        EarlyEnd end = EarlyEnd.by(probe::stop);
        try {
            invite.run();
            Report report = followed(probe);
            // Before the files: if they cannot be written after all, it is not lost.
            ProbeSummary.print(report, System.out);
            if (json != null) {
                new ReportFile(json).write(report.toJson());
            }
            if (html != null) {
                new ReportFile(html).write(report.toHtml());
            }
            return report;
        } finally {
            end.told();
        }
    }

    private static Report followed(Probe probe) throws InterruptedException {
        ProbeProgress progress = new ProbeProgress(System.err, Terminal.isThere());
        try {
            return probe.run(progress);
        } finally {
            progress.over();
        }
    }
}
