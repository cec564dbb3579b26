package io.concertina.cli.benchmark;

import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import java.util.List;
import java.util.Map;

/** Reconstructions with initial weights. */
final class ReconstructionWork extends Work {

  private final Residents residents;
  private final Program program;

  ReconstructionWork(Workload workload, List<Tensor> batches, Engine engine) {
    super(batches);
    Model model = workload.model();
    residents = engine.residents();
    model.weights().forEach(residents::put);
    program =
        engine.compile(
            new ModelFunctions(model.spec(), model.preprocessing()).reconstruct(), residents);
  }

  @Override
  void run() {
    program.run(Map.of(ModelFunctions.X, next()));
  }

  @Override
  public void close() {
    program.close();
    residents.close();
  }
}
