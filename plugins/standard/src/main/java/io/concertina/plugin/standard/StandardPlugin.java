package io.concertina.plugin.standard;

import io.concertina.config.Factory;
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
import java.util.List;
import java.util.stream.Stream;

/** What the standard plugin offers, under the names that configurations use. */
public final class StandardPlugin implements Plugin {

  @Override
  public String name() {
    return "standard";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Layer>> layers() {
    return Layers.factories();
  }

  @Override
  public List<Factory<? extends Activation>> activations() {
    return Activations.factories();
  }

  @Override
  public List<Factory<? extends Initializer>> initializers() {
    return Initializers.factories();
  }

  @Override
  public List<Factory<? extends Optimizer>> optimizers() {
    return Optimizers.factories();
  }

  @Override
  public List<Factory<? extends RateSchedule>> schedules() {
    return Schedules.factories();
  }

  @Override
  public List<Factory<? extends Regularizer>> regularizers() {
    return Regularizers.factories();
  }

  @Override
  public List<Factory<? extends Loss>> losses() {
    return Stream.<Factory<? extends Loss>>concat(
            Losses.factories().stream(), Likelihoods.factories().stream())
        .toList();
  }

  @Override
  public List<Factory<? extends Metric>> metrics() {
    return Metrics.factories();
  }

  @Override
  public List<Factory<? extends Score>> scores() {
    return Scores.factories();
  }
}
