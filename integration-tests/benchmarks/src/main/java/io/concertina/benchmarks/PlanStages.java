package io.concertina.benchmarks;

import io.concertina.engine.Engine;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import io.concertina.engine.nativejava.plan.product.MatMulStep;
import io.concertina.engine.nativejava.plan.product.ProductChain;
import io.concertina.model.ModelFunctions;
import io.concertina.spi.Registry;
import io.concertina.workflow.benchmark.Mode;
import io.concertina.workflow.benchmark.Work;
import io.concertina.workflow.benchmark.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times each step of a workload's plan while the whole plan runs, so that caches are as they are in
 * earnest. Arguments: workload, mode (train) and threads (1).
 */
public final class PlanStages {

  private static final double WARM_UP_SECONDS = 6;
  private static final int RUNS = 401;

  private final List<Step> steps;
  private final Step.Task[] tasks;
  private final long[][] nanos;

  private PlanStages(Plan plan, Workspace workspace) {
    steps = plan.steps().stream().flatMap(PlanStages::single).toList();
    tasks = steps.stream().map(step -> step.bind(workspace)).toArray(Step.Task[]::new);
    nanos = new long[tasks.length][RUNS];
  }

  private static Stream<Step> single(Step step) {
    return step instanceof ProductChain chain
        ? chain.products().stream().map(Step.class::cast)
        : Stream.of(step);
  }

  /**
   * Prints how far cores are apart, then a line per step: median microseconds, share of the whole,
   * GFLOP/s, what it does.
   */
  public static void main(String[] arguments) {
    Workload workload = Workload.named(arguments[0], Registry.load());
    Mode mode = Mode.named(arguments.length > 1 ? arguments[1] : "train");
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    try (Engine engine = Engines.open("native", threads);
        Work work = Work.of(workload, mode, workload.batches(mode), engine);
        Workers workers = new Workers(threads)) {
      Plan plan =
          Compiler.compile(work.function(), Map.of(ModelFunctions.BATCH, workload.batch(mode)));
      Workspace workspace =
          plan.workspace(
              KernelProvider.choose(KernelProvider.AUTO),
              workers,
              buffer -> work.residents().get(buffer.name()).toFloats());
      workspace.run(work.inputs());
      PlanStages stages = new PlanStages(plan, workspace);
      stages.measure();
      System.out.println(CoreDistance.line());
      stages.print();
    }
  }

  private void measure() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_SECONDS * 1e9) {
      run(0);
    }
    for (int run = 0; run < RUNS; run++) {
      run(run);
    }
  }

  private void run(int run) {
    long before = System.nanoTime();
    for (int i = 0; i < tasks.length; i++) {
      tasks[i].run();
      long after = System.nanoTime();
      nanos[i][run] = after - before;
      before = after;
    }
  }

  private void print() {
    double[] medians = new double[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      Arrays.sort(nanos[i]);
      medians[i] = nanos[i][RUNS / 2];
    }
    double whole = Arrays.stream(medians).sum();
    for (int i = 0; i < tasks.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "%3d %9.1f us %5.1f %% %s  %s%n",
          i,
          medians[i] / 1e3,
          100 * medians[i] / whole,
          rate(steps.get(i), medians[i]),
          steps.get(i));
    }
    System.out.printf(Locale.ROOT, "sum %9.1f us%n", whole / 1e3);
  }

  private static String rate(Step step, double nanos) {
    if (!(step instanceof MatMulStep product)) {
      return " ".repeat(13);
    }
    MatMulStep.Sizes s = product.sizes();
    double operations = 2.0 * s.batch() * s.m() * s.n() * s.k();
    return String.format(Locale.ROOT, "%5.1f GFLOP/s", operations / nanos);
  }
}
