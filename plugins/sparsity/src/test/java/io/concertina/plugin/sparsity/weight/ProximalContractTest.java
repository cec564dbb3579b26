package io.concertina.plugin.sparsity.weight;

import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static io.concertina.plugin.standard.optimizer.Optimizers.sgd;

import io.concertina.optimizer.Optimizer;
import io.concertina.testkit.OptimizerContract;
import java.util.List;
import java.util.Set;

class ProximalContractTest extends OptimizerContract {

  @Override
  protected List<Optimizer> subjects() {
    return List.of(
        SparseWeights.proximalL1(sgd(0.05), 0.01),
        SparseWeights.proximalL1(sgd(0.05).momentum(0.9), 0.1),
        SparseWeights.proximalL2(sgd(0.05).momentum(0.9), 0.1),
        SparseWeights.proximalElasticNet(sgd(0.05), 0.01, 0.02),
        SparseWeights.proximalGroupLasso(adam(), 0.1),
        SparseWeights.proximalGroupLassoOnInputs(sgd(0.05), 0.02),
        new Proximal(adam(), 0.01, 0.02, 0.03, Groups.UNITS));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
