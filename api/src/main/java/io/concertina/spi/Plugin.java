package io.concertina.spi;

import io.concertina.config.Factory;
import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.engine.EngineFactory;
import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import io.concertina.metric.CodeStatistic;
import io.concertina.metric.Metric;
import io.concertina.model.LayerCount;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import io.concertina.regularizer.Regularizer;
import io.concertina.score.Score;
import io.concertina.train.CheckpointFormat;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingListener;
import io.concertina.train.UnitPruner;
import java.util.List;

/**
 * The one door through which everything pluggable enters.
 *
 * <p>Found by {@link java.util.ServiceLoader}: a jar names its plugins in {@code
 * META-INF/services/io.concertina.spi.Plugin}, a module in a {@code provides} clause. Making a
 * plugin must be cheap; whatever is heavy waits until a factory is used. The built-in parts come
 * through the same door.
 */
public interface Plugin {

  /** Version of these contracts; raised when a plugin compiled before cannot work any more. */
  int API_VERSION = 2;

  /** The plugin's name, unique in a registry, for instance {@code standard}. */
  String name();

  /**
   * The version of the contracts that the plugin was compiled for: return {@link #API_VERSION}. The
   * compiler copies the constant, which makes this a handshake.
   */
  int apiVersion();

  default List<Factory<? extends Layer>> layers() {
    return List.of();
  }

  default List<Factory<? extends Activation>> activations() {
    return List.of();
  }

  default List<Factory<? extends Initializer>> initializers() {
    return List.of();
  }

  default List<Factory<? extends Optimizer>> optimizers() {
    return List.of();
  }

  default List<Factory<? extends RateSchedule>> schedules() {
    return List.of();
  }

  default List<Factory<? extends Regularizer>> regularizers() {
    return List.of();
  }

  default List<Factory<? extends Pruner>> pruners() {
    return List.of();
  }

  default List<Factory<? extends UnitPruner>> unitPruners() {
    return List.of();
  }

  default List<Factory<? extends Loss>> losses() {
    return List.of();
  }

  default List<Factory<? extends Metric>> metrics() {
    return List.of();
  }

  default List<Factory<? extends Score>> scores() {
    return List.of();
  }

  default List<EngineFactory> engines() {
    return List.of();
  }

  default List<Factory<? extends Trainer>> trainers() {
    return List.of();
  }

  default List<Factory<? extends TrainingListener>> listeners() {
    return List.of();
  }

  default List<ModelReader> modelReaders() {
    return List.of();
  }

  default List<ModelWriter> modelWriters() {
    return List.of();
  }

  default List<CheckpointFormat> checkpointFormats() {
    return List.of();
  }

  default List<DatasetFormat> datasets() {
    return List.of();
  }

  default List<RowFormat> rowFormats() {
    return List.of();
  }

  default List<LayerCount> layerCounts() {
    return List.of();
  }

  default List<CodeStatistic> codeStatistics() {
    return List.of();
  }
}
