package io.concertina.engine.tensorflow;

import io.concertina.ir.Dim;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** The operations written so far and the values they stand for. */
final class GraphWriter {

  private final Ops anywhere;
  private Ops next;
  private final Map<Value, Lowered> lowered = new HashMap<>();
  private final Map<Value, Operand<? extends TType>> full = new HashMap<>();
  private final Map<Tensor, Operand<? extends TType>> constants = new HashMap<>();

  GraphWriter(Ops ops) {
    this.anywhere = ops;
    this.next = ops;
  }

  /** Emits operations that run after all that were emitted for earlier nodes. */
  Ops ops() {
    return next;
  }

  /** Emits operations that run whenever their operands are there. */
  Ops anywhere() {
    return anywhere;
  }

  /**
   * Ends a node: what is emitted from now on runs after it.
   *
   * <p>Left alone, TensorFlow takes whatever is ready, one operation of each weight's update after
   * the other, and loses each weight from the cache in between. In the function's own order what
   * belongs together stays together.
   */
  void endNode(Node node) {
    Operand<? extends TType> last = get(node.result()).operand();
    boolean emitted = node.operands().stream().noneMatch(operand -> get(operand).operand() == last);
    if (emitted) {
      next = anywhere.withControlDependencies(last);
    }
  }

  /** Remembers what a value became. */
  void put(Value value, Lowered result) {
    lowered.put(value, result);
  }

  /** Remembers a result that has all of its elements. */
  void put(Value value, Operand<? extends TType> result) {
    put(value, new Lowered(result, value.shape()));
  }

  /** What a value became, its broadcast still pending. */
  Lowered get(Value value) {
    return Objects.requireNonNull(lowered.get(value), value::toString);
  }

  /** A value with all of its elements. */
  Operand<? extends TType> full(Value value) {
    return full.computeIfAbsent(value, this::spellOut);
  }

  private Operand<? extends TType> spellOut(Value value) {
    Lowered source = get(value);
    return source.shape().equals(value.shape())
        ? source.operand()
        : next.broadcastTo(source.operand(), ints(value.shape().sizes()));
  }

  /** Operand {@code index} of a node with all of its elements. */
  Operand<? extends TType> full(Node node, int index) {
    return full(node.operand(index));
  }

  /** A constant; equal ones are written once. */
  Operand<? extends TType> constant(Tensor value) {
    return constants.computeIfAbsent(value, this::write);
  }

  private Operand<? extends TType> write(Tensor value) {
    try (TType copy = HostTensors.toNative(value)) {
      return anywhere.constantOf(copy);
    }
  }

  /** A constant vector of sizes, axes or positions. */
  Operand<TInt32> ints(int... elements) {
    return i32(constant(Tensor.of(Shape.of(elements.length), elements)));
  }

  /** A constant vector of sizes, axes or positions. */
  Operand<TInt32> ints(List<Integer> elements) {
    return ints(elements.stream().mapToInt(Integer::intValue).toArray());
  }

  /** A constant integer. */
  Operand<TInt32> scalar(int element) {
    return i32(constant(Tensor.scalar(element)));
  }

  /** The shape that several shapes broadcast to; they are known to fit. */
  static Shape common(Shape... shapes) {
    int rank = 0;
    for (Shape shape : shapes) {
      rank = Math.max(rank, shape.rank());
    }
    List<Dim> dims = new ArrayList<>(rank);
    for (int axis = -rank; axis < 0; axis++) {
      Dim common = Dim.of(1);
      for (Shape shape : shapes) {
        boolean stretches = -axis > shape.rank() || shape.dim(axis).isOne();
        common = stretches ? common : shape.dim(axis);
      }
      dims.add(common);
    }
    return new Shape(dims);
  }

  // The element types were checked when the function was built; TensorFlow checks them again.

  @SuppressWarnings("unchecked")
  static Operand<TFloat32> f32(Operand<? extends TType> operand) {
    return (Operand<TFloat32>) operand;
  }

  @SuppressWarnings("unchecked")
  static Operand<TInt32> i32(Operand<? extends TType> operand) {
    return (Operand<TInt32>) operand;
  }

  @SuppressWarnings("unchecked")
  static Operand<TBool> bool(Operand<? extends TType> operand) {
    return (Operand<TBool>) operand;
  }

  @SuppressWarnings("unchecked")
  static Operand<TNumber> number(Operand<? extends TType> operand) {
    return (Operand<TNumber>) operand;
  }

  @SuppressWarnings("unchecked")
  static Operand<TType> any(Operand<? extends TType> operand) {
    return (Operand<TType>) operand;
  }
}
