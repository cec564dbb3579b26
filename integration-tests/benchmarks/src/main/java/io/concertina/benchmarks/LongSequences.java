package io.concertina.benchmarks;

import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.engine.Engine;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.ir.Shape;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import io.concertina.workflow.benchmark.Mode;
import io.concertina.workflow.benchmark.Work;
import io.concertina.workflow.benchmark.Workload;
import io.concertina.workflow.file.GeneratedRows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The workload W5 with 500 steps against W5 with its 50, taking turns: time and memory should grow
 * with the steps and no faster. Arguments: mode (train) and threads (1).
 */
public final class LongSequences {

  private static final int SHORT = 50;
  private static final int FACTOR = 10;
  private static final double WARM_UP_SECONDS = 8;
  private static final int ROUNDS = 15;

  private LongSequences() {}

  /** Prints a line: milliseconds per run and bytes of workspace of both, and their ratios. */
  public static void main(String[] arguments) {
    Mode mode = Mode.named(arguments.length > 0 ? arguments[0] : "train");
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    try (Engine engine = Engines.open("native", threads);
        Work few = work(SHORT, mode, engine);
        Work many = work(FACTOR * SHORT, mode, engine)) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < WARM_UP_SECONDS * 1e9) {
        millis(few, FACTOR);
        millis(many, 1);
      }
      double[] fast = new double[ROUNDS];
      double[] slow = new double[ROUNDS];
      double[] ratios = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        fast[i] = millis(few, FACTOR);
        slow[i] = millis(many, 1);
        ratios[i] = slow[i] / fast[i];
      }
      long small = workspace(few, mode);
      long large = workspace(many, mode);
      System.out.printf(
          Locale.ROOT,
          "W5 %s, %d threads: %.2f ms and %.1f ms, %.2f times; workspace %d and %d bytes, %.2f"
              + " times%n",
          mode.name().toLowerCase(Locale.ROOT),
          threads,
          median(fast),
          median(slow),
          median(ratios),
          small,
          large,
          (double) large / small);
    }
  }

  private static Work work(int steps, Mode mode, Engine engine) {
    Workload w5 = Workload.named("W5", Registry.load());
    ModelSpec spec =
        ModelSpec.of(
            Shape.of(steps, 8),
            List.of(lstm(64)),
            List.of(repeat(steps), lstm(64).returnSequences(), dense(8)));
    GeneratedRows rows =
        new GeneratedRows(
            GeneratedRows.Distribution.NORMAL, 2 * w5.plan().batch(), steps * 8, w5.data().seed());
    Workload workload =
        new Workload(w5.name(), w5.title(), spec, w5.plan(), rows, w5.inferenceBatch());
    return Work.of(workload, mode, workload.batches(mode), engine);
  }

  private static double millis(Work work, int runs) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e6 / runs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long workspace(Work work, Mode mode) {
    int batch = Workload.named("W5", Registry.load()).batch(mode);
    return Compiler.compile(work.function(), Map.of(ModelFunctions.BATCH, batch)).workspaceBytes();
  }
}
