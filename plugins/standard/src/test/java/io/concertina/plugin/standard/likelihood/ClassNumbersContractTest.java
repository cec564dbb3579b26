package io.concertina.plugin.standard.likelihood;

import io.concertina.loss.Loss;
import io.concertina.testkit.LossContract;
import io.concertina.testkit.MeasureSubject;
import java.util.List;
import java.util.Set;

/** The categorical likelihood as a loss of class numbers. */
class ClassNumbersContractTest extends LossContract {

  @Override
  protected List<MeasureSubject<Loss>> subjects() {
    return List.of(
        MeasureSubject.<Loss>of(Likelihoods.categorical(), 5).classTargets(5, 1),
        MeasureSubject.<Loss>of(Likelihoods.categorical(), 2, 3).classTargets(3, 2));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
