package io.concertina.engine.tensorflow;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A function with a {@link BoundProgram} for each binding of its dimension names. */
final class TensorflowProgram implements Program {

  private final Function function;
  private final TensorflowResidents residents;
  private final boolean ownsResidents;
  private final Map<Map<String, Integer>, BoundProgram> bound = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A program that has lowered nothing yet.
   *
   * @param ownsResidents closing the program closes its residents, which nobody else asked for
   */
  TensorflowProgram(Function function, TensorflowResidents residents, boolean ownsResidents) {
    this.function = function;
    this.residents = residents;
    this.ownsResidents = ownsResidents;
  }

  @Override
  public Function function() {
    return function;
  }

  @Override
  public Residents residents() {
    return residents;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    if (closed) {
      throw new EngineException(function.name(), "an open program", "a closed one");
    }
    return bound.computeIfAbsent(sizes(inputs), this::lower).run(inputs);
  }

  private BoundProgram lower(Map<String, Integer> sizes) {
    Function specialized = Rewrites.specialize(function, sizes);
    Function flat = Rewrites.simplify(Rewrites.inlineComposites(specialized, _ -> false));
    Function hoisted = Rewrites.hoistProducts(Rewrites.hoist(flat), _ -> true);
    return Lowering.lower(
        Rewrites.simplify(Rewrites.unroll(hoisted, ControlLowering::isUnrolled)), residents);
  }

  private Map<String, Integer> sizes(Map<String, Tensor> inputs) {
    Map<String, Shape> shapes = new HashMap<>();
    for (Value parameter : function.parameters(Source.Kind.INPUT)) {
      String input = Function.parameter(parameter).name();
      Tensor value = inputs.get(input);
      if (value != null) {
        requireSameElements(input, parameter.type(), value.type());
        shapes.put(input, value.shape());
      }
    }
    return function.bind(shapes);
  }

  private void requireSameElements(String input, TensorType declared, TensorType actual) {
    if (declared.dtype() != actual.dtype()) {
      throw new ShapeException(function.name() + "/" + input, declared.toString(), actual);
    }
  }

  @Override
  public void close() {
    closed = true;
    bound.clear();
    if (ownsResidents) {
      residents.close();
    }
  }
}
