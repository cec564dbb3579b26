package io.concertina.workflow.benchmark;

import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Candidates that take turns in one process, so that whatever disturbs the machine meets them all.
 *
 * <p>They take turns while they warm up, too: the JVM compiles code for the uses it has seen, and
 * compiles it anew when the next engine uses it otherwise.
 */
public final class Contest {

  /** Turns in a row without anybody getting faster after which all are taken to be warm. */
  private static final int STEADY = 3;

  private final Schedule schedule;
  private final Consumer<String> progress;

  /** A contest that tells what it is doing. */
  public Contest(Schedule schedule, Consumer<String> progress) {
    this.schedule = schedule;
    this.progress = progress;
  }

  /** Measures all candidates at a workload in a mode. */
  public List<Measurement> run(Workload workload, Mode mode, List<Candidate> candidates) {
    List<Tensor> batches = workload.batches(mode);
    List<Runner> runners = new ArrayList<>();
    try {
      for (Candidate candidate : candidates) {
        runners.add(candidate.runner(Work.of(workload, mode, batches, candidate.engine())));
      }
      return run(workload.name(), mode, workload.batch(mode), runners);
    } finally {
      runners.forEach(Runner::close);
    }
  }

  /**
   * Measures runners that do the same work.
   *
   * @param workload its name
   * @param batch samples of each run
   * @param runners stay open
   */
  public List<Measurement> run(String workload, Mode mode, int batch, List<Runner> runners) {
    String title = workload + " " + mode.label();
    List<Entry> entries =
        runners.stream().map(runner -> new Entry(workload, mode, batch, runner)).toList();
    warmUp(title, entries);
    for (int round = 1; round <= schedule.rounds(); round++) {
      progress.accept(title + ": round " + round + " of " + schedule.rounds());
      entries.forEach(entry -> entry.round(schedule.seconds()));
    }
    return entries.stream().map(Entry::measurement).toList();
  }

  private void warmUp(String title, List<Entry> entries) {
    int steady = 0;
    double passed = 0;
    while (passed < schedule.warmUp() || (steady < STEADY && passed < schedule.longestWarmUp())) {
      progress.accept(title + ": warming up for %.1f s each".formatted(passed));
      int faster = 0;
      for (Entry entry : entries) {
        faster += entry.warmUp(schedule.seconds()) ? 1 : 0;
      }
      steady = faster == 0 ? steady + 1 : 0;
      passed += schedule.seconds();
    }
  }
}
