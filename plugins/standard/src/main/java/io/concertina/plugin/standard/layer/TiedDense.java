package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.layer.StreamingLayer;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;

/**
 * The reverse map y = f(x·Wᵀ + b) of a dense layer, whose kernel W it shares: both layers'
 * gradients add up in it. The bias is its own.
 *
 * <p>Shapes: x [batch, ..., units], the other layer's kernel W [in, units], {@code bias} b [in], y
 * [batch, ..., in].
 *
 * @param of path of the other layer, which must come before, for instance {@code encoder/dense_1}
 * @param activation f
 * @param bias whether there is a b
 */
public record TiedDense(String of, Activation activation, boolean bias) implements StreamingLayer {

  static final Factory<TiedDense> FACTORY =
      Factory.of(
          "tied_dense",
          TiedDense.class,
          settings ->
              new TiedDense(
                  settings.text("of"),
                  settings.plugin("activation", Activation.class, Activations.linear()),
                  settings.flag("bias", true)),
          (value, description) ->
              description
                  .put("of", value.of)
                  .put("activation", Activation.class, value.activation)
                  .put("bias", value.bias));

  public TiedDense {
    if (of.isBlank()) {
      throw new ConfigurationException(
          "tied_dense.of", "the path of a dense layer, such as encoder/dense_1", "none");
    }
  }

  /** With bias and without activation. */
  public TiedDense(String of) {
    this(of, Activations.linear(), true);
  }

  /** With another activation. */
  public TiedDense activation(Activation function) {
    return new TiedDense(of, function, bias);
  }

  /** With or without bias. */
  public TiedDense bias(boolean present) {
    return new TiedDense(of, activation, present);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    Value kernel = scope.borrow(of + "/kernel");
    if (kernel.shape().rank() != 2) {
      throw new ShapeException(scope.path(), "a kernel [in, units] at " + of, kernel.shape());
    }
    Shape kernelShape = kernel.shape();
    if (Features.of(scope, x) != kernelShape.last().size()) {
      throw new ShapeException(
          scope.path(),
          "an input [batch, ..., " + kernelShape.last() + "] like the output of " + of,
          x.shape());
    }
    Value sum = transposedMap(ops, x, kernel);
    int out = kernelShape.dim(0).size();
    return activation.apply(
        ops,
        bias ? ops.add(sum, scope.variable("bias", Role.WEIGHT, Initializers.zeros(), out)) : sum);
  }

  /** x·Wᵀ along the last axis; read where it lies, W needs no transposed copy, nor its gradient. */
  private static Value transposedMap(Ops ops, Value x, Value kernel) {
    Shape shape = x.shape();
    Shape rows = Shape.of(shape.slice(0, shape.rank() - 1).elements(), shape.last());
    Value product = ops.matmul(ops.reshape(x, rows), false, kernel, true);
    return ops.reshape(product, shape.with(-1, kernel.shape().dim(0)));
  }
}
