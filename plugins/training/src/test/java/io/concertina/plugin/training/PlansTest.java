package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.train.Batching;
import io.concertina.train.Clip;
import io.concertina.train.Coefficient;
import io.concertina.train.Duration;
import io.concertina.train.EarlyStopping;
import io.concertina.train.HeadTerm;
import io.concertina.train.LayerRates;
import io.concertina.train.Objective;
import io.concertina.train.PlateauRate;
import io.concertina.train.Shuffle;
import io.concertina.train.TrainingPlan;
import io.concertina.train.UpdateRule;
import io.concertina.train.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plans are described and read again. */
class PlansTest {

  private static final int PLANS = 500;

  /** Parts that have to be told something. */
  private static final Map<Class<?>, List<Object>> TOLD =
      Map.of(
          Loss.class,
          List.of(
              Map.of("huber", Map.of("delta", 0.5)),
              Map.of("gaussian", Map.of("variance", "learned")),
              Map.of("gaussian", Map.of("variance", 0.25)),
              Map.of("laplace", Map.of("scale", "learned"))),
          Optimizer.class,
          List.of(
              Map.of("sgd", Map.of("rate", 0.1, "momentum", 0.9)),
              Map.of("adamw", Map.of("rate", 1e-3, "weight_decay", 0.01))),
          RateSchedule.class,
          List.of(
              Map.of("cyclic", Map.of("cycles", 3, "ratio", 0.25)),
              Map.of("linear", Map.of("from", 0.1, "to", 1, "over", 0.3)),
              Map.of("warmup", Map.of("steps", 10, "then", "cosine"))),
          Metric.class,
          List.of());

  private final KeyedRandom random = KeyedRandom.of(17, "plans");

  private static TrainingPlan read(Map<String, Object> tree) {
    return TrainingPlan.read(new Settings("training", tree, Fixtures.REGISTRY), 0);
  }

  /** Every part of a kind with the settings that it has by itself, and some with others. */
  private static <T> List<T> parts(Class<T> kind) {
    List<Object> trees = new ArrayList<>(new TreeSet<>(Fixtures.REGISTRY.names(kind)));
    trees.addAll(TOLD.get(kind));
    List<T> parts = new ArrayList<>();
    for (Object tree : trees) {
      try {
        parts.add(Fixtures.REGISTRY.create(kind, "part", tree));
      } catch (ConfigurationException e) {
        assertThat(e).as("%s needs a setting", tree).hasMessageContaining("part." + tree);
      }
    }
    assertThat(parts).hasSizeGreaterThan(4);
    return parts;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private boolean chance() {
    return random.nextInt(2) == 0;
  }

  private <T> Optional<T> perhaps(T value) {
    return chance() ? Optional.of(value) : Optional.empty();
  }

  private Objective objective() {
    List<HeadTerm> heads = new ArrayList<>();
    for (String name : List.of("kind", "colour")) {
      if (chance()) {
        heads.add(new HeadTerm(name, any(parts(Loss.class))));
      }
    }
    Map<String, Watch> metrics = new LinkedHashMap<>();
    List<String> terms = new ArrayList<>(List.of("reconstruction"));
    heads.forEach(head -> terms.add(head.head()));
    for (String name : List.of("mae", "accuracy", "kind_f1", "odd_name")) {
      if (chance()) {
        metrics.put(name, new Watch(any(parts(Metric.class)), any(terms)));
      }
    }
    Map<String, Coefficient> coefficients = new LinkedHashMap<>();
    for (String name : List.of("kind", "reconstruction", "encoder/dense_1/kernel")) {
      if (chance()) {
        coefficients.put(
            name,
            new Coefficient(
                any(List.of(0.0, 0.5, 1e-7, 3.0)), perhaps(any(parts(RateSchedule.class)))));
      }
    }
    return new Objective(any(parts(Loss.class)), heads, metrics, coefficients);
  }

  private LayerRates layers() {
    LayerRates layers = chance() ? LayerRates.all().freeze("encoder/*") : LayerRates.all();
    return chance() ? layers.scale("decoder/dense_1", 0.1).scale("*/dense_2", 3) : layers;
  }

  private TrainingPlan plan() {
    Clip clip =
        chance()
            ? Clip.none()
            : new Clip(
                any(List.of(Clip.Kind.VALUE, Clip.Kind.NORM, Clip.Kind.GLOBAL_NORM)),
                any(List.of(0.1, 5.0)));
    return new TrainingPlan(
        objective(),
        new UpdateRule(
            any(parts(Optimizer.class)), perhaps(any(parts(RateSchedule.class))), clip, layers()),
        new Batching(
            any(List.of(16, 64)),
            any(List.of(1, 2, 16)),
            any(List.of(Shuffle.values())),
            any(List.of(0.0, 0.125))),
        new Duration(
            1 + random.nextInt(100),
            perhaps(new EarlyStopping(any(List.of("val_loss", "mae")), 3, 1e-4, chance())),
            perhaps(new PlateauRate("loss", 0.25, 2, 0, 1e-6))),
        Optional.empty(),
        any(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 42L)));
  }

  @Test
  void whatIsReadIsWhatWasDescribed() {
    for (int i = 0; i < PLANS; i++) {
      TrainingPlan plan = plan();
      assertThat(read(plan.describe(Fixtures.REGISTRY))).isEqualTo(plan);
    }
  }

  @Test
  void aDescriptionOfTextsIsReadToo() {
    for (int i = 0; i < PLANS; i++) {
      TrainingPlan plan = plan();
      @SuppressWarnings("unchecked")
      Map<String, Object> texts = (Map<String, Object>) texts(plan.describe(Fixtures.REGISTRY));
      assertThat(read(texts)).isEqualTo(plan);
    }
  }

  private static Object texts(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, Object> below = new LinkedHashMap<>();
        map.forEach((key, value) -> below.put(String.valueOf(key), texts(value)));
        yield below;
      }
      case List<?> list -> list.stream().map(PlansTest::texts).toList();
      default -> String.valueOf(tree);
    };
  }

  @Test
  void aPlanOfNothingHasTheDefaults() {
    TrainingPlan plan = read(Map.of());
    assertThat(plan.batching()).isEqualTo(Batching.of(32));
    assertThat(plan.duration()).isEqualTo(Duration.of(10));
    assertThat(plan.seed()).isZero();
    assertThat(plan.rule().clip()).isEqualTo(Clip.none());
    assertThat(plan.objective().coefficients()).isEmpty();
  }

  @Test
  void aPlanThatWasRecordedBeforeShuffleHadWordsIsRead() {
    Map<String, Object> old =
        Map.of("epochs", 3, "batch", 8, "shuffle", true, "loss", "mse", "optimizer", "adam");
    TrainingPlan plan = TrainingPlan.read(new Settings("training", old, Fixtures.REGISTRY), 11);
    assertThat(plan.batching()).isEqualTo(Batching.of(8));
    assertThat(plan.seed()).isEqualTo(11);
    assertThat(read(Map.of("shuffle", false)).batching().shuffle()).isEqualTo(Shuffle.NONE);
  }

  @Test
  void anUnknownKeyIsAnErrorWithTheNearestName() {
    assertThatThrownBy(() -> read(Map.of("epoch", 3)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("epochs");
    assertThatThrownBy(() -> read(Map.of("shuffle", "window")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("windows");
    assertThatThrownBy(() -> read(Map.of("batch", 8, "blocks", 3)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.blocks: expected a power of two");
    assertThatThrownBy(() -> read(Map.of("batch", 8, "blocks", 16)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.blocks");
  }

  @Test
  void twoMetricsOfOneNameAreRefused() {
    assertThatThrownBy(() -> read(Map.of("metrics", List.of("mae", "mae"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a second mae");
  }

  @Test
  void aMetricOfAHeadHasTheHeadsNameInFront() {
    Map<String, Object> tree =
        Map.of(
            "metrics", List.of("mae"),
            "terms", Map.of("kind", Map.of("loss", "sparse_cce", "metrics", List.of("accuracy"))));
    assertThat(read(tree).objective().metrics()).containsOnlyKeys("mae", "kind_accuracy");
  }
}
