package io.concertina.workflow;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures how long models take for a batch, side by side: in every round each model has its turn,
 * so that what disturbs the machine disturbs all alike. The median over the rounds counts.
 */
final class Stopwatch {

  private static final int ROUNDS = 31;
  private static final long WARM_UP_NANOSECONDS = 1_000_000_000;
  private static final long TURN_NANOSECONDS = 20_000_000;

  private final Engine engine;

  /** A stopwatch on an engine. */
  Stopwatch(Engine engine) {
    this.engine = engine;
  }

  /**
   * Seconds per run of each model's reconstruction.
   *
   * @param streams a batch that all models take
   */
  double[] seconds(List<Model> models, Map<String, Tensor> streams) {
    List<Runner> runners = new ArrayList<>();
    try {
      for (Model model : models) {
        runners.add(new Runner(model, streams));
      }
      int[] runs = runners.stream().mapToInt(Runner::warmUp).toArray();
      double[][] times = new double[runners.size()][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < runs.length; i++) {
          times[i][round] = runners.get(i).seconds(runs[i]);
        }
      }
      return Arrays.stream(times).mapToDouble(Stopwatch::median).toArray();
    } finally {
      runners.forEach(Runner::close);
    }
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private final class Runner implements AutoCloseable {

    private final Residents residents = engine.residents();
    private final Program program;
    private final Map<String, Tensor> inputs;

    Runner(Model model, Map<String, Tensor> streams) {
      model.weights().forEach(residents::put);
      program = engine.compile(model.functions().reconstruct(), residents);
      inputs = Feeds.of(program.function(), streams);
    }

    /** Runs until the compiler has done its work; returns how many runs fill a turn. */
    int warmUp() {
      long start = System.nanoTime();
      int runs = 0;
      while (System.nanoTime() - start < WARM_UP_NANOSECONDS) {
        program.run(inputs);
        runs++;
      }
      return (int) Math.max(1, runs * TURN_NANOSECONDS / WARM_UP_NANOSECONDS);
    }

    double seconds(int runs) {
      long start = System.nanoTime();
      IntStream.range(0, runs).forEach(_ -> program.run(inputs));
      return (System.nanoTime() - start) / 1e9 / runs;
    }

    @Override
    public void close() {
      program.close();
      residents.close();
    }
  }
}
