package io.concertina.plugin.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.concertina.ConfigurationException;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.plugin.standard.layer.Layers;
import io.concertina.plugin.standard.likelihood.Likelihoods;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.plugin.standard.measure.Metrics;
import io.concertina.plugin.standard.optimizer.Optimizers;
import io.concertina.plugin.standard.regularizer.Regularizers;
import io.concertina.plugin.standard.schedule.Schedules;
import io.concertina.plugin.standard.score.Scores;
import io.concertina.regularizer.Regularizer;
import io.concertina.score.Score;
import io.concertina.spi.Plugin;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StandardPluginTest {

  private static final Registry REGISTRY = Registry.of(new StandardPlugin());

  @Test
  void comesInThroughTheServiceLoader() {
    assertThat(Registry.load(StandardPlugin.class.getClassLoader()).plugins())
        .extracting(Plugin::name)
        .contains("standard");
  }

  /** Everything there is, with settings that are not the defaults. */
  static Stream<Arguments> everything() {
    return Stream.of(
            layers(), activations(), initializers(), optimizers(), measures(), others(), scores())
        .flatMap(kind -> kind);
  }

  private static Stream<Arguments> layers() {
    return Stream.<Layer>of(
            Layers.dense(),
            Layers.dense(7, Activations.leakyRelu(0.3))
                .bias(false)
                .kernelInitializer(Initializers.uniform(-0.1, 0.2))
                .biasInitializer(Initializers.constant(0.1))
                .kernelRegularizer(Regularizers.elasticNet(1e-4, 1e-5))
                .activityRegularizer(Regularizers.l1(1e-6)),
            Layers.tiedDense("encoder/dense_1", Activations.sigmoid()).bias(false),
            Layers.activation(Activations.elu(0.5)),
            Layers.dropout(0.25),
            Layers.gaussianNoise(0.125),
            Layers.maskingNoise(0.375),
            Layers.maskingNoiseUpTo(0.5),
            Layers.batchNorm().momentum(0.9).epsilon(1e-5).scale(false).center(false),
            Layers.layerNorm().epsilon(1e-5).scale(false).center(false),
            Layers.flatten(),
            Layers.reshape(2, -1),
            Layers.embedding(3, 5),
            Layers.oneHot(4),
            Layers.concat(),
            Layers.add(),
            Layers.multiply(),
            Layers.average(),
            Layers.shared("encoder/dense_1"))
        .map(layer -> arguments(Layer.class, layer));
  }

  private static Stream<Arguments> activations() {
    return Stream.of(
            Activations.linear(),
            Activations.relu(),
            Activations.leakyRelu(0.3),
            Activations.elu(0.5),
            Activations.selu(),
            Activations.gelu(),
            Activations.approximateGelu(),
            Activations.silu(),
            Activations.softplus(),
            Activations.sigmoid(),
            Activations.hardSigmoid(),
            Activations.tanh(),
            Activations.softmax())
        .map(activation -> arguments(Activation.class, activation));
  }

  private static Stream<Arguments> initializers() {
    return Stream.of(
            Initializers.glorotUniform(),
            Initializers.glorotNormal(),
            Initializers.heUniform(),
            Initializers.heNormal(),
            Initializers.lecunUniform(),
            Initializers.lecunNormal(),
            Initializers.orthogonal(1.5),
            Initializers.uniform(-1, 2),
            Initializers.normal(0.5, 2),
            Initializers.constant(3),
            Initializers.zeros(),
            Initializers.ones())
        .map(initializer -> arguments(Initializer.class, initializer));
  }

  private static Stream<Arguments> optimizers() {
    return Stream.<Optimizer>of(
            Optimizers.sgd(0.5).nesterov(0.8),
            Optimizers.rmsProp(0.2).rho(0.8).epsilon(1e-5),
            Optimizers.adagrad(0.2).initial(0.3).epsilon(1e-5),
            Optimizers.adam(0.2).beta1(0.8).beta2(0.9).epsilon(1e-5),
            Optimizers.adamW(0.2).beta1(0.8).beta2(0.9).epsilon(1e-5).weightDecay(0.1))
        .map(optimizer -> arguments(Optimizer.class, optimizer));
  }

  private static Stream<Arguments> measures() {
    return Stream.concat(
        Stream.<Loss>of(
                Losses.mse(),
                Losses.mae(),
                Losses.huber(2),
                Losses.binaryCrossEntropy(),
                Losses.categoricalCrossEntropy(),
                Losses.sparseCategoricalCrossEntropy(),
                Likelihoods.gaussian(0.5),
                Likelihoods.gaussianOfLearnedVariance(),
                Likelihoods.laplace(0.5),
                Likelihoods.laplaceOfLearnedScale(),
                Likelihoods.bernoulli(),
                Likelihoods.categorical(),
                Likelihoods.poisson())
            .map(loss -> arguments(Loss.class, loss)),
        Stream.of(
                Metrics.meanSquaredError(),
                Metrics.meanAbsoluteError(),
                Metrics.maxError(),
                Metrics.meanBinaryCrossEntropy(),
                Metrics.meanCategoricalCrossEntropy(),
                Metrics.binaryAccuracy(),
                Metrics.cosineSimilarity(),
                Metrics.accuracy(),
                Metrics.f1(),
                Metrics.auc())
            .map(metric -> arguments(Metric.class, metric)));
  }

  private static Stream<Arguments> scores() {
    return Stream.of(
            Scores.meanSquaredError(),
            Scores.meanAbsoluteError(),
            Scores.likelihood(),
            Scores.codeDistance(),
            Scores.combinedOfBothTails(),
            Scores.nearestCode(3))
        .map(score -> arguments(Score.class, score));
  }

  private static Stream<Arguments> others() {
    return Stream.concat(
        Stream.of(
                Schedules.constant(),
                Schedules.exponentialDecay(0.5, 7),
                Schedules.stepDecay(0.25, 3),
                Schedules.cosine(0.1),
                Schedules.polynomial(2, 0.1),
                Schedules.linear(0.1, 2, 0.5),
                Schedules.cyclic(3, 0.25),
                Schedules.warmup(5, Schedules.warmup(6, Schedules.cosine(0.2))))
            .map(schedule -> arguments(RateSchedule.class, schedule)),
        Stream.of(Regularizers.l1(0.5), Regularizers.l2(0.25), Regularizers.elasticNet(0.1, 0.2))
            .map(regularizer -> arguments(Regularizer.class, regularizer)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  <T> void survivesBeingWrittenAndRead(Class<T> kind, T object) {
    Object tree = REGISTRY.describe(kind, object);
    assertThat(REGISTRY.create(kind, "test", tree)).isEqualTo(object);
    assertThat(REGISTRY.create(kind, "test", texts(tree))).isEqualTo(object);
  }

  /** The same tree out of a format that knows strings only. */
  private static Object texts(Object tree) {
    return switch (tree) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> texts(entry.getValue())));
      case List<?> list -> list.stream().map(StandardPluginTest::texts).toList();
      case Object value -> value.toString();
    };
  }

  @Test
  void theTestsSeeEveryNameThereIs() {
    for (Class<?> kind :
        List.of(
            Layer.class,
            Activation.class,
            Initializer.class,
            Optimizer.class,
            Loss.class,
            Metric.class,
            RateSchedule.class,
            Regularizer.class,
            Score.class)) {
      Set<String> seen = new TreeSet<>();
      everything()
          .filter(row -> row.get()[0] == kind)
          .forEach(row -> seen.add(name(kind, row.get()[1])));
      assertThat(REGISTRY.names(kind)).containsExactlyInAnyOrderElementsOf(seen);
    }
  }

  private static <T> String name(Class<T> kind, Object object) {
    Object tree = REGISTRY.describe(kind, kind.cast(object));
    return tree instanceof Map<?, ?> map
        ? map.keySet().iterator().next().toString()
        : (String) tree;
  }

  static Stream<Arguments> defaults() {
    return Stream.of(
        arguments(Layer.class, Map.of("dense", Map.of("units", 3)), Layers.dense(3)),
        arguments(Layer.class, "dense", Layers.dense()),
        arguments(
            Layer.class,
            Map.of("tied_dense", Map.of("of", "encoder/a")),
            Layers.tiedDense("encoder/a")),
        arguments(Layer.class, "batch_norm", Layers.batchNorm()),
        arguments(Layer.class, "layer_norm", Layers.layerNorm()),
        arguments(Activation.class, "leaky_relu", Activations.leakyRelu()),
        arguments(Activation.class, "elu", Activations.elu()),
        arguments(Activation.class, "gelu", Activations.gelu()),
        arguments(Initializer.class, "orthogonal", Initializers.orthogonal()),
        arguments(Initializer.class, "uniform", Initializers.uniform(-0.05, 0.05)),
        arguments(Initializer.class, "normal", Initializers.normal(0, 0.05)),
        arguments(Optimizer.class, "sgd", Optimizers.sgd()),
        arguments(Optimizer.class, "rmsprop", Optimizers.rmsProp()),
        arguments(Optimizer.class, "adagrad", Optimizers.adagrad()),
        arguments(Optimizer.class, "adam", Optimizers.adam()),
        arguments(Optimizer.class, "adamw", Optimizers.adamW()),
        arguments(Loss.class, "huber", Losses.huber()),
        arguments(Loss.class, "gaussian", Likelihoods.gaussian(1)),
        arguments(
            Loss.class,
            Map.of("gaussian", Map.of("variance", "learned")),
            Likelihoods.gaussianOfLearnedVariance()),
        arguments(Loss.class, "laplace", Likelihoods.laplace(1)),
        arguments(RateSchedule.class, "linear", Schedules.linear(0, 1, 1)),
        arguments(RateSchedule.class, "cyclic", Schedules.cyclic(4, 0.5)),
        arguments(RateSchedule.class, "warmup", Schedules.warmup(100, Schedules.constant())),
        arguments(RateSchedule.class, "cosine", Schedules.cosine(0)),
        arguments(RateSchedule.class, "polynomial", Schedules.polynomial(1, 0)),
        arguments(Regularizer.class, "l2", Regularizers.l2(0.01)),
        arguments(Score.class, "combined", Scores.combined()),
        arguments(Score.class, "nearest", Scores.nearest(5)));
  }

  @ParameterizedTest
  @MethodSource("defaults")
  <T> void defaultsInConfigurationsAreThoseInJava(Class<T> kind, Object tree, T expected) {
    assertThat(REGISTRY.create(kind, "test", tree)).isEqualTo(expected);
  }

  @Test
  void settingsThatMustBeThereAreAskedFor() {
    for (String name : List.of("dropout", "masking_noise", "gaussian_noise", "activation")) {
      assertThatThrownBy(() -> REGISTRY.create(Layer.class, "encoder[0]", name))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("encoder[0]." + name + ".")
          .hasMessageEndingWith("expected a value, got none");
    }
  }

  @Test
  void lossesAndMetricsAreImportedSideBySide() {
    Set<String> losses = factories(Losses.class);
    losses.addAll(factories(Likelihoods.class));
    assertThat(factories(Metrics.class)).doesNotContainAnyElementsOf(losses);
  }

  private static Set<String> factories(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> method.getDeclaringClass() == type)
        .map(method -> method.getName())
        .filter(name -> !name.equals("factories"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void unknownSettingsAreMetWithTheNearestName() {
    assertThatThrownBy(
            () ->
                REGISTRY.create(
                    Layer.class, "encoder[0]", Map.of("dense", Map.of("unit", 3, "bias", true))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("encoder[0].dense.unit: unknown key; did you mean units?");
  }

  @Test
  void settingsOutOfRangeAreMetWithTheirPlace() {
    Object dense = Map.of("dense", Map.of("units", -1));
    assertThatThrownBy(() -> REGISTRY.create(Layer.class, "encoder[0]", dense))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("encoder[0].dense.units: expected at least 1");
    Object deep = Map.of("dense", Map.of("activation", Map.of("elu", Map.of("alpha", -1))));
    assertThatThrownBy(() -> REGISTRY.create(Layer.class, "encoder[0]", deep))
        .hasMessage(
            "encoder[0].dense.activation.elu.alpha: expected a number of at least 0, got -1.0");
  }
}
