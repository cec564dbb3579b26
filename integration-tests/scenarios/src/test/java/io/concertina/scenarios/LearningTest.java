package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.train.Objective;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is trained has learned: the bar is the best linear code. */
class LearningTest {

  /** Test error of the 8 first principal components of the training digits, on pixels / 16. */
  private static final double PRINCIPAL_COMPONENTS = 0.024891;

  @Test
  void aDeepCodeOfEightReconstructsUnseenDigitsBetterThanPrincipalComponents() {
    MemoryDataset rows = Digits.train();
    try (Engine engine = Engines.scalar()) {
      Model model = Recipes.deepDigits().train(rows, 12, engine);
      try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
        Map<String, Double> errors =
            autoencoder.evaluate(new Objective(Losses.mse(), Map.of()), Digits.test());
        assertThat(errors.get("loss")).isLessThan(PRINCIPAL_COMPONENTS);
      }
    }
  }
}
