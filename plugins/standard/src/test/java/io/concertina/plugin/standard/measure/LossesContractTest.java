package io.concertina.plugin.standard.measure;

import io.concertina.loss.Loss;
import io.concertina.testkit.LossContract;
import io.concertina.testkit.MeasureSubject;
import java.util.List;
import java.util.Set;

class LossesContractTest extends LossContract {

  @Override
  protected List<MeasureSubject<Loss>> subjects() {
    return List.of(
        MeasureSubject.of(Losses.mse(), 7),
        MeasureSubject.of(Losses.mse(), 2, 8),
        MeasureSubject.of(Losses.mae(), 2, 8),
        MeasureSubject.of(Losses.huber(0.25), 2, 8),
        probabilities(Losses.binaryCrossEntropy(), 2, 8),
        probabilities(Losses.categoricalCrossEntropy(), 8),
        probabilities(Losses.categoricalCrossEntropy(), 2, 8),
        probabilities(Losses.sparseCategoricalCrossEntropy(), 5).classTargets(5, 1),
        probabilities(Losses.sparseCategoricalCrossEntropy(), 3, 5).classTargets(5, 3),
        probabilities(Losses.sparseCategoricalCrossEntropy(), 3, 5).classTargets(5, 3, 1));
  }

  private static MeasureSubject<Loss> probabilities(Loss loss, int... sample) {
    return MeasureSubject.of(loss, sample).predictions(0.05, 0.95).targets(0.05, 0.95);
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
