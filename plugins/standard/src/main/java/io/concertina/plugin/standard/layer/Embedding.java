package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.DType;
import io.concertina.ir.Value;
import io.concertina.layer.Initializer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.layer.StreamingLayer;
import io.concertina.plugin.standard.initializer.Initializers;

/**
 * A vector per class, learned: y = table[x].
 *
 * <p>Shapes: x i32 [batch, ...] of classes from 0 on, {@code table} [classes, units], y [batch,
 * ..., units].
 *
 * @param units width of a vector, at least 1
 * @param classes how many there are, at least 2; 256 for bytes of text
 * @param initial first values of the table
 */
record Embedding(int units, int classes, Initializer initial) implements StreamingLayer {

  private static final int BYTES = 256;

  static final Factory<Embedding> FACTORY =
      Factory.of(
          "embedding",
          Embedding.class,
          settings ->
              new Embedding(
                  settings.integer("units"),
                  settings.integer("classes", BYTES),
                  settings.plugin("initializer", Initializer.class, Initializers.glorotUniform())),
          (value, description) ->
              description
                  .put("units", value.units)
                  .put("classes", value.classes)
                  .put("initializer", Initializer.class, value.initial));

  Embedding {
    if (units < 1 || classes < 2) {
      throw new ConfigurationException(
          "embedding", "at least 1 unit and 2 classes", units + " and " + classes);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    if (x.dtype() != DType.I32) {
      throw new ShapeException(
          scope.path(), "classes, i32 [batch, ...], such as bytes of text", x.type());
    }
    Value table = scope.variable("table", Role.WEIGHT, initial, classes, units);
    return scope.ops().gather(table, x, 0, 0);
  }
}
