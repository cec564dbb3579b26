package io.concertina.cli.benchmark;

import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import java.util.List;

/** A program of one engine with the batches that it runs on, as often as is asked. */
abstract sealed class Work implements AutoCloseable permits TrainingWork, ReconstructionWork {

  private final List<Tensor> batches;
  private int position;

  Work(List<Tensor> batches) {
    this.batches = batches;
  }

  /** The work of a workload in a mode; the batches may be shared with others. */
  static Work of(Workload workload, Mode mode, List<Tensor> batches, Engine engine) {
    return switch (mode) {
      case TRAIN -> new TrainingWork(workload, batches, engine);
      case INFER, LATENCY -> new ReconstructionWork(workload, batches, engine);
    };
  }

  /** The batch whose turn it is. */
  final Tensor next() {
    Tensor batch = batches.get(position);
    position = (position + 1) % batches.size();
    return batch;
  }

  /** Goes back to the start, so that every stretch of runs is the same work. */
  void restart() {
    position = 0;
  }

  /** Runs the program on the next batch. */
  abstract void run();

  @Override
  public abstract void close();
}
