package io.concertina.workflow.benchmark;

import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import java.util.List;
import java.util.Map;

/** Reconstructions with initial weights. */
final class ReconstructionWork extends Work {

  ReconstructionWork(Workload workload, List<Tensor> batches, Engine engine) {
    this(workload.model(), batches, engine);
  }

  ReconstructionWork(Model model, List<Tensor> batches, Engine engine) {
    super(model.functions().reconstruct(), model.weights(), batches, engine);
  }

  @Override
  public Map<String, Tensor> inputs() {
    return Map.of(ModelFunctions.X, next());
  }

  @Override
  void check(Map<String, Tensor> outputs) {}
}
