package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.layer.Layer;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.plugin.standard.layer.Layers;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.plugin.training.LocalTrainer;
import io.concertina.train.Pretraining;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stack whose layers are trained one after the other trains alike on both engines. */
class PretrainingParityTest {

  /** 1e-4 relative. */
  private static final double PERCENT = 0.01;

  private static List<Epoch> train(String name) {
    Recipe recipe = Recipes.digits();
    MemoryDataset rows = Digits.train();
    Layer noise = Layers.gaussianNoise(0.1);
    TrainingPlan plan = recipe.plan(3).with(Pretraining.layers(2, Losses.mse()).noise(noise));
    try (Engine engine = Engines.open(name)) {
      TrainingJob job = TrainingJob.of(recipe.initial(rows), plan, rows, engine);
      Model trained = new LocalTrainer().train(job, TrainingListener.none());
      return trained.history().epochs();
    }
  }

  @Test
  void pairsOfLayersAndTheWholeModelTrainAlikeOnBothEngines() {
    List<Epoch> ours = train("native");
    List<Epoch> theirs = train("tensorflow");
    assertThat(ours)
        .extracting(epoch -> epoch.values().get("phase"))
        .containsExactly(1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0);
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      Epoch other = theirs.get(i);
      assertThat(ours.get(i).values().keySet()).isEqualTo(other.values().keySet());
      ours.get(i)
          .values()
          .forEach(
              (column, value) ->
                  assertThat(value)
                      .as("%s of epoch %d", column, other.number())
                      .isCloseTo(other.values().get(column), withinPercentage(PERCENT)));
    }
  }
}
