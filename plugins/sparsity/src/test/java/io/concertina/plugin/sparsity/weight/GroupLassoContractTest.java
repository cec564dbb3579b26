package io.concertina.plugin.sparsity.weight;

import io.concertina.regularizer.Regularizer;
import io.concertina.testkit.RegularizerContract;
import java.util.List;
import java.util.Set;

class GroupLassoContractTest extends RegularizerContract {

  @Override
  protected List<Regularizer> subjects() {
    return List.of(SparseWeights.groupLasso(0.25), SparseWeights.groupLassoOnInputs(0.01));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
