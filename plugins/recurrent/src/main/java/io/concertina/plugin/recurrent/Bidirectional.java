package io.concertina.plugin.recurrent;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Layout;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.UnitAxis;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two copies of a layer, with weights of their own, that read a sequence from both ends; their
 * outputs are merged position by position.
 *
 * <p>Source: M. Schuster, K. K. Paliwal, "Bidirectional Recurrent Neural Networks", IEEE
 * Transactions on Signal Processing 45 (1997).
 *
 * @param layer the forward one
 * @param merge what becomes of the two outputs
 */
record Bidirectional(SequenceLayer layer, Merge merge) implements SequenceLayer {

  /** What becomes of two outputs of one shape. */
  enum Merge {
    /** Side by side on the last axis. */
    CONCAT,
    /** Their sum. */
    SUM,
    /** Their product. */
    MUL,
    /** Their mean. */
    AVE
  }

  static final Factory<Bidirectional> FACTORY =
      Factory.of(
          "bidirectional",
          Bidirectional.class,
          settings ->
              new Bidirectional(
                  sequenceLayer(settings.where("layer"), settings.plugin("layer", Layer.class)),
                  settings.choice("merge", Merge.class, Merge.CONCAT)),
          (both, description) ->
              description
                  .put("layer", Layer.class, both.layer)
                  .put("merge", both.merge.name().toLowerCase(Locale.ROOT)));

  private static SequenceLayer sequenceLayer(String where, Layer layer) {
    if (layer instanceof SequenceLayer sequence) {
      return sequence;
    }
    throw new ConfigurationException(
        where, "a layer that reads sequences, such as lstm or gru", layer);
  }

  @Override
  public Bidirectional withUnits(int units) {
    return new Bidirectional(layer.withUnits(units), merge);
  }

  /** A unit is that of both directions. */
  @Override
  public List<UnitAxis> axes(String variable, int rank) {
    return layer.axes(variable.substring(variable.indexOf('/') + 1), rank);
  }

  @Override
  public int parts() {
    return layer.parts();
  }

  @Override
  public SequenceLayer reversed() {
    return new Bidirectional(layer.reversed(), merge);
  }

  @Override
  public Bidirectional returnSequences() {
    return new Bidirectional(layer.returnSequences(), merge);
  }

  @Override
  public int width(int count) {
    return layer.width(merge == Merge.CONCAT ? 2 * count : count);
  }

  @Override
  public Optional<Activation> activated() {
    return layer.activated();
  }

  @Override
  public boolean returnsSequences() {
    return layer.returnsSequences();
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Value forward = scope.child("forward", layer, x);
    Value backward = scope.child("backward", layer.reversed(), x);
    Ops ops = scope.ops();
    return switch (merge) {
      case CONCAT -> ops.emit(new Layout.Concat(forward.shape().rank() - 1), forward, backward);
      case SUM -> ops.add(forward, backward);
      case MUL -> ops.mul(forward, backward);
      case AVE -> ops.mul(ops.add(forward, backward), 0.5);
    };
  }
}
