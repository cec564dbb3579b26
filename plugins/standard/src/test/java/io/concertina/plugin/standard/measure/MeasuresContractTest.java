package io.concertina.plugin.standard.measure;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.config.Factory;
import io.concertina.spi.Plugin;
import io.concertina.spi.Registry;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every loss and metric, as the penalty of a layer. */
class MeasuresContractTest extends LayerContract {

  /** Lets its input pass and adds the loss of taking it for its own mirror image. */
  private record Lossy(Loss loss) implements Layer {
    @Override
    public Value apply(LayerScope scope, Value x) {
      Ops ops = scope.ops();
      scope.term("loss", loss.apply(ops, x, ops.reverse(x, -1)));
      return x;
    }
  }

  /** Lets its input pass and adds the metric of taking it for its own mirror image. */
  private record Measured(Metric metric) implements Layer {
    @Override
    public Value apply(LayerScope scope, Value x) {
      Ops ops = scope.ops();
      scope.term("metric", metric.apply(ops, x, ops.reverse(x, -1)));
      return x;
    }
  }

  private static final class Measuring implements Plugin {

    @Override
    public String name() {
      return "measuring";
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public List<Factory<? extends Layer>> layers() {
      return List.of(
          Factory.of(
              "lossy",
              Lossy.class,
              settings -> new Lossy(settings.plugin("loss", Loss.class)),
              (value, description) -> description.put("loss", Loss.class, value.loss)),
          Factory.of(
              "measured",
              Measured.class,
              settings -> new Measured(settings.plugin("metric", Metric.class)),
              (value, description) -> description.put("metric", Metric.class, value.metric)));
    }
  }

  @Override
  protected List<LayerSubject> subjects() {
    Stream<Layer> losses =
        Stream.of(
                Losses.mse(),
                Losses.mae(),
                Losses.huber(0.25),
                Losses.binaryCrossEntropy(),
                Losses.categoricalCrossEntropy())
            .map(Lossy::new);
    Stream<Layer> metrics =
        Stream.of(Metrics.maxError(), Metrics.binaryAccuracy(), Metrics.cosineSimilarity())
            .map(Measured::new);
    return Stream.concat(losses, metrics)
        .map(layer -> LayerSubject.of(layer, 2, 8).onInputs(0.05, 0.95))
        .toList();
  }

  @Override
  protected Registry registry() {
    List<Plugin> plugins = new ArrayList<>(super.registry().plugins());
    plugins.add(new Measuring());
    return Registry.of(plugins.toArray(Plugin[]::new));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
