package io.concertina.workflow.benchmark;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program of one engine with the batches that it runs on, as often as is asked. */
public abstract sealed class Work implements Load permits TrainingWork, ReconstructionWork {

  private final List<Tensor> batches;
  private final Map<String, Tensor> initial;
  private final Residents residents;
  private final Program program;
  private int position;

  Work(Function function, Map<String, Tensor> initial, List<Tensor> batches, Engine engine) {
    this.batches = List.copyOf(batches);
    this.initial = new LinkedHashMap<>(initial);
    this.residents = engine.residents();
    this.program = engine.compile(function, residents);
    this.initial.forEach(residents::put);
  }

  /** The work of a workload in a mode; the batches may be shared with others. */
  public static Work of(Workload workload, Mode mode, List<Tensor> batches, Engine engine) {
    return switch (mode) {
      case TRAIN -> new TrainingWork(workload, batches, engine);
      case INFER, LATENCY -> new ReconstructionWork(workload, batches, engine);
    };
  }

  /** Reconstructions by a model of one's own; the batches may be shared with others. */
  public static Work reconstruction(Model model, List<Tensor> batches, Engine engine) {
    return new ReconstructionWork(model, batches, engine);
  }

  /** The function that runs. */
  public final Function function() {
    return program.function();
  }

  /** What the function reads and updates. */
  public final Residents residents() {
    return residents;
  }

  @Override
  public void restart() {
    position = 0;
    if (!function().updates().isEmpty()) {
      initial.forEach(residents::put);
    }
  }

  /** Runs the program on the next batch. */
  @Override
  public final void run() {
    check(program.run(inputs()));
  }

  /** Runs the program on the next batch and gives what comes out. */
  public final Map<String, Tensor> outputs() {
    return program.run(inputs());
  }

  /** The inputs of the next run. */
  public abstract Map<String, Tensor> inputs();

  /** Looks at what came out. */
  abstract void check(Map<String, Tensor> outputs);

  /** The batch whose turn it is. */
  final Tensor next() {
    Tensor batch = batches.get(position);
    position = (position + 1) % batches.size();
    return batch;
  }

  @Override
  public final void close() {
    program.close();
    residents.close();
  }
}
