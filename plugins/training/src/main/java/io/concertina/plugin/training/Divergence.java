package io.concertina.plugin.training;

import io.concertina.DivergenceException;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import io.concertina.train.TrainingFunctions;
import java.util.Map;

/** Finds out where the numbers stopped being finite. */
final class Divergence {

  private Divergence() {}

  /** The error for a step whose loss was not finite; the residents are as before that step. */
  static DivergenceException locate(
      Engine engine,
      Residents residents,
      TrainingFunctions functions,
      Map<String, Tensor> inputs,
      long step) {
    try (Program diagnose = engine.compile(functions.diagnose(), residents)) {
      Map<String, Tensor> places = diagnose.run(Feeds.of(diagnose.function(), inputs));
      String first =
          places.entrySet().stream()
              .filter(place -> place.getValue().floatAt(0) == 0)
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(TrainingFunctions.LOSS);
      return new DivergenceException(step, first, advice(first));
    }
  }

  private static String advice(String place) {
    return place.equals("input")
        ? "clean the data or say how to fill missing values"
        : "lower the learning rate, clip gradients or scale the data";
  }
}
