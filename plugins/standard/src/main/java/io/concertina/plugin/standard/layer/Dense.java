package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.StreamingLayer;
import io.concertina.layer.UnitLayer;
import java.util.List;
import java.util.Optional;

/**
 * Fully connected map y = f(x·W + b).
 *
 * <p>Shapes: x [batch, ..., in], {@code kernel} W [in, units], {@code bias} b [units], y [batch,
 * ..., units].
 *
 * @param units output width, or 0 for the width that the decoder must give (its last axis)
 * @param settings f, b, first values and penalties
 */
public record Dense(int units, KernelSettings settings)
    implements UnitLayer, KernelLayer<Dense>, StreamingLayer, MirroredLayer {

  static final int LIKE_OUTPUT = 0;

  static final Factory<Dense> FACTORY =
      Factory.of(
          "dense",
          Dense.class,
          settings ->
              new Dense(settings.integer("units", LIKE_OUTPUT), KernelSettings.read(settings)),
          (dense, description) -> {
            description.put("units", dense.units);
            dense.settings.describe(description);
          });

  public Dense {
    if (units < 0) {
      throw new ConfigurationException(
          "dense.units", "at least 1, or 0 for the width that the decoder must give", units);
    }
  }

  /** With bias, without activation and penalties; glorot_uniform and zeros. */
  public Dense(int units) {
    this(units, KernelSettings.plain());
  }

  @Override
  public Dense with(KernelSettings other) {
    return new Dense(units, other);
  }

  @Override
  public Dense withUnits(int count) {
    return new Dense(count, settings);
  }

  @Override
  public List<Layer> mirror(Site site) {
    int width = site.last() ? LIKE_OUTPUT : site.in().last().size();
    return List.of(new Dense(width, settings.mirrored(site)));
  }

  @Override
  public Optional<Activation> activated() {
    return Optional.of(settings.activation());
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    int in = Features.of(scope, x);
    int out = units == LIKE_OUTPUT ? scope.output().last().size() : units;
    Value kernel = settings.kernel(scope, in, out);
    return settings.finish(scope, kernel, scope.ops().matmul(x, kernel));
  }
}
