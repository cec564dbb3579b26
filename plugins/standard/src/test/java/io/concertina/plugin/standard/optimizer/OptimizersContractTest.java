package io.concertina.plugin.standard.optimizer;

import io.concertina.optimizer.Optimizer;
import io.concertina.testkit.OptimizerContract;
import java.util.List;
import java.util.Set;

class OptimizersContractTest extends OptimizerContract {

  @Override
  protected List<Optimizer> subjects() {
    return List.of(
        Optimizers.sgd(),
        Optimizers.sgd(0.05).momentum(0.9),
        Optimizers.sgd(0.05).nesterov(0.9),
        Optimizers.rmsProp(),
        Optimizers.adagrad(),
        Optimizers.adam(),
        Optimizers.adam(0.02).beta1(0.5).epsilon(1e-3),
        Optimizers.adamW(),
        Optimizers.adamW(0.02).weightDecay(0.1));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
