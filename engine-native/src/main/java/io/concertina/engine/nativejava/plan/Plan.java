package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function compiled for known sizes: what to run, in which order, on which buffers.
 *
 * <p>Immutable. {@link #toString} shows what was fused, one step per line.
 */
public final class Plan {

  /**
   * A tensor that a run returns.
   *
   * @param name name among the outputs
   * @param type its type
   * @param buffer holds its elements side by side when the last step is done
   * @param offset position of the first one
   */
  public record Output(String name, TensorType type, Buffer buffer, int offset) {

    /** Number of elements. */
    int size() {
      return type.shape().size();
    }
  }

  private final String name;
  private final List<Buffer> buffers;
  private final Map<Buffer, Object> constants;
  private final List<Step> steps;
  private final List<Output> outputs;

  /**
   * A plan.
   *
   * @param name of the function, with its sizes
   * @param buffers inputs first; each at its index
   * @param constants elements of the buffers whose role it is
   * @param steps in the order in which they run
   * @param outputs what a run returns
   */
  public Plan(
      String name,
      List<Buffer> buffers,
      Map<Buffer, Tensor> constants,
      List<Step> steps,
      List<Output> outputs) {
    this.name = name;
    this.buffers = List.copyOf(buffers);
    this.steps = List.copyOf(steps);
    this.outputs = List.copyOf(outputs);
    this.constants = new LinkedHashMap<>();
    constants.forEach((buffer, value) -> this.constants.put(buffer, elements(value)));
  }

  private static Object elements(Tensor value) {
    return value.dtype() == DType.F32 ? value.toFloats() : value.toInts();
  }

  /** The arrays that the plan needs. */
  public List<Buffer> buffers() {
    return buffers;
  }

  /** What runs, in order. */
  public List<Step> steps() {
    return steps;
  }

  /** What a run returns. */
  public List<Output> outputs() {
    return outputs;
  }

  Object constant(Buffer buffer) {
    Object array = constants.get(buffer);
    if (array == null) {
      throw new IllegalStateException(name + ": no elements for the constant " + buffer);
    }
    return array;
  }

  /**
   * Arrays to run the plan in.
   *
   * @param kernels the loops that steps run
   * @param workers the threads that steps run on
   * @param residents gives the arrays of the residents
   */
  public Workspace workspace(Kernels kernels, Workers workers, Workspace.Arrays residents) {
    return new Workspace(this, kernels, workers, residents);
  }

  /** Bytes of the buffers that a workspace allocates. */
  public long workspaceBytes() {
    return buffers.stream()
        .filter(
            buffer -> buffer.role() == Buffer.Role.INPUT || buffer.role() == Buffer.Role.SCRATCH)
        .mapToLong(buffer -> 4L * buffer.size())
        .sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("plan ").append(name).append(": ");
    text.append(steps.size()).append(" steps, ");
    text.append(buffers.size()).append(" buffers, workspace of ");
    text.append(workspaceBytes()).append(" bytes\n");
    for (Buffer buffer : buffers) {
      text.append("  ").append(buffer.role().name().toLowerCase(java.util.Locale.ROOT)).append(' ');
      text.append(buffer).append(": ").append(buffer.ints() ? "int" : "float");
      text.append('[').append(buffer.size()).append("]\n");
    }
    for (int i = 0; i < steps.size(); i++) {
      text.append("  ").append(i).append("  ").append(steps.get(i)).append('\n');
    }
    for (Output output : outputs) {
      text.append("  return ").append(output.name()).append(" = ").append(output.buffer());
      text.append(output.offset() == 0 ? "" : "+" + output.offset());
      text.append(": ").append(output.type()).append('\n');
    }
    return text.toString();
  }
}
