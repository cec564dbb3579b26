package io.concertina.plugin.standard.regularizer;

import io.concertina.regularizer.Regularizer;
import io.concertina.testkit.RegularizerContract;
import java.util.List;
import java.util.Set;

class RegularizersContractTest extends RegularizerContract {

  @Override
  protected List<Regularizer> subjects() {
    return List.of(
        Regularizers.l1(0.01), Regularizers.l2(0.25), Regularizers.elasticNet(0.01, 0.25));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
