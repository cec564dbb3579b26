package io.concertina.engine.tensorflow;

import static io.concertina.engine.tensorflow.GraphWriter.bool;
import static io.concertina.engine.tensorflow.GraphWriter.f32;

import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Lowers what is stored under one condition: first what is computed, then, behind a barrier, what
 * changes residents.
 */
final class UpdateLowering {

  private final Storing storing;
  private final GraphWriter writer;
  private final TensorflowResidents residents;
  private final Map<AdamStep, Operand<TFloat32>> gradients = new LinkedHashMap<>();

  UpdateLowering(Storing storing, GraphWriter writer, TensorflowResidents residents) {
    this.storing = storing;
    this.writer = writer;
    this.residents = residents;
    for (AdamStep step : storing.adam()) {
      Operand<TFloat32> gradient = f32(writer.full(step.gradient()));
      gradients.put(step, writer.ops().math.mul(gradient, number(step.scale())));
    }
  }

  /** All that must be there before anything is stored. */
  List<Op> computed() {
    List<Op> computed = new ArrayList<>(gradients.values());
    storing.assigned().values().forEach(next -> computed.add(writer.full(next)));
    storing.condition().ifPresent(condition -> computed.add(writer.full(condition)));
    storing.adam().forEach(step -> computed.add(writer.full(step.rate())));
    return computed;
  }

  /** The operations that store, none of which runs before the barrier. */
  List<Op> store(Op barrier) {
    Ops behind = writer.anywhere().withControlDependencies(barrier);
    Ops ops =
        storing
            .condition()
            .map(condition -> where(bool(writer.full(condition)), behind))
            .orElse(behind);
    List<Op> done = new ArrayList<>();
    storing
        .assigned()
        .forEach(
            (name, next) -> {
              Operand<? extends TType> handle = residents.variable(name, next.type()).handle();
              done.add(ops.assignVariableOp(handle, writer.full(next)));
            });
    gradients.forEach((step, gradient) -> done.add(adam(step, gradient, ops)));
    return done;
  }

  /** Emits operations that do not run unless the condition is true. */
  private Ops where(Operand<TBool> condition, Ops behind) {
    SwitchCond<TBool> branches = behind.switchCond(condition, condition);
    return writer.anywhere().withControlDependencies(behind.identity(branches.outputTrue()));
  }

  private Op adam(AdamStep step, Operand<TFloat32> gradient, Ops ops) {
    Operand<? extends TType> mean = handle(step.mean().resident(), step.gradient());
    Op shifted = ops.train.resourceApplyGradientDescent(mean, number(-step.shift()), gradient);
    Operand<TFloat32> none = number(0);
    return writer
        .anywhere()
        .withControlDependencies(shifted)
        .train
        .resourceApplyAdam(
            handle(step.weight(), step.gradient()),
            mean,
            handle(step.square().resident(), step.gradient()),
            none,
            none,
            f32(writer.full(step.rate())),
            number(step.mean().kept()),
            number(step.square().kept()),
            number(step.epsilon()),
            gradient);
  }

  private Operand<? extends TType> handle(String name, Value like) {
    return residents.variable(name, new TensorType(DType.F32, like.shape())).handle();
  }

  private Operand<TFloat32> number(float value) {
    return f32(writer.constant(Tensor.scalar(value)));
  }
}
