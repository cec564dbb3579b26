package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.ValueRange;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps in four blocks, on models as large as those of users. */
class BlocksParityTest {

  private static final double CLOSE = 1e-4;
  private static final Registry REGISTRY = Registry.load();

  /** Models whose layers draw and take statistics of a batch, with rows. */
  private enum Case {
    DIGITS(64, 1, 32),
    /** The workload W6, with dropout and fewer rows. */
    WIDE_AND_DEEP(640, 4, 128);

    private final int width;
    private final int depth;
    private final int units;

    Case(int width, int depth, int units) {
      this.width = width;
      this.depth = depth;
      this.units = units;
    }

    Dataset rows() {
      if (this == DIGITS) {
        return Digits.train().rows(0, 300);
      }
      KeyedRandom random = KeyedRandom.of(7, "rows");
      float[] values = new float[150 * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return MemoryDataset.of("generated", Tensor.view(Shape.of(150, width), values));
    }

    Model model() {
      List<Object> stack = new ArrayList<>();
      for (int i = 0; i < depth; i++) {
        stack.add(Map.of("dense", Map.of("units", units)));
        stack.add("batch_norm");
        stack.add(Map.of("activation", Map.of("function", "relu")));
        stack.add(Map.of("dropout", Map.of("rate", 0.1)));
      }
      List<Object> encoder = new ArrayList<>(stack);
      encoder.add(Map.of("dense", Map.of("units", 8)));
      List<Object> decoder = new ArrayList<>(stack);
      decoder.add("dense");
      Shape sample = Shape.of(width);
      Preprocessing scaling =
          this == DIGITS
              ? Preprocessing.range(sample, new ValueRange(0, 16))
              : Preprocessing.none(sample);
      return Model.initial(ModelSpec.read("model", sample, encoder, decoder, REGISTRY), scaling, 3);
    }
  }

  private static Model train(Case each, String engine, EngineOptions options) {
    Optimizer adam = REGISTRY.create(Optimizer.class, "optimizer", "adam");
    Objective mse = new Objective(REGISTRY.create(Loss.class, "loss", "mse"), Map.of());
    TrainingPlan plan = TrainingPlan.of(mse, adam, 2, 64, 9);
    TrainingPlan blocks = plan.with(plan.batching().withBlocks(4));
    try (Engine open = REGISTRY.engine(engine).open(options)) {
      TrainingJob job = TrainingJob.of(each.model(), blocks, each.rows(), open);
      return REGISTRY.trainer("local").train(job, TrainingListener.none());
    }
  }

  private static EngineOptions threads(int threads) {
    return EngineOptions.defaults().withThreads(threads);
  }

  @ParameterizedTest
  @EnumSource
  void moreThreadsGiveTheSameBits(Case each) {
    Map<String, Tensor> alone = train(each, "native", threads(1)).weights();
    assertThat(train(each, "native", threads(2)).weights()).isEqualTo(alone);
    assertThat(train(each, "native", threads(4)).weights()).isEqualTo(alone);
  }

  @ParameterizedTest
  @EnumSource
  void bothEnginesGiveTheSameLosses(Case each) {
    List<Epoch> ours = train(each, "native", threads(2).with("width", "scalar")).history().epochs();
    List<Epoch> theirs = train(each, "tensorflow", threads(2)).history().epochs();
    for (int i = 0; i < ours.size(); i++) {
      double expected = theirs.get(i).values().get("loss");
      assertThat(ours.get(i).values().get("loss"))
          .isCloseTo(expected, within(CLOSE * Math.abs(expected)));
    }
  }
}
