package io.concertina.plugin.sparsity.weight;

import io.concertina.layer.Initializer;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.testkit.InitializerContract;
import java.util.List;

class InitialWeightsContractTest extends InitializerContract {

  @Override
  protected List<Initializer> subjects() {
    return List.of(
        SparseWeights.randomZero(0.5, Initializers.heNormal(), true),
        SparseWeights.randomZero(0.25, Initializers.ones(), false),
        SparseWeights.kInputs(2, 0.5, true),
        SparseWeights.kInputs(15, false));
  }
}
