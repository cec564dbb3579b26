package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.UnaryOp;
import java.util.List;

/** Softmax and its logarithm per row, out of elementwise programs and reductions. */
final class Softmax {

  private static final Input VECTOR = new Input(Kind.FLOAT, Access.VECTOR);
  private static final Input NUMBER = new Input(Kind.FLOAT, Access.BROADCAST);

  private final ReductionKernels reductions;

  /** exp(x - m). */
  private final ElementwiseKernel exponential;

  /** x · (1 / s). */
  private final ElementwiseKernel scale;

  /** x - m - ln s. */
  private final ElementwiseKernel logarithm;

  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  Softmax(Width width, ReductionKernels reductions) {
    this.reductions = reductions;
    exponential =
        kernel(
            width,
            List.of(VECTOR, NUMBER),
            new Instruction.FloatBinary(BinaryOp.SUB, 0, 1),
            new Instruction.FloatUnary(UnaryOp.EXP, 2));
    scale =
        kernel(
            width,
            List.of(VECTOR, NUMBER),
            new Instruction.FloatConstant(1),
            new Instruction.FloatBinary(BinaryOp.DIV, 2, 1),
            new Instruction.FloatBinary(BinaryOp.MUL, 0, 3));
    logarithm =
        kernel(
            width,
            List.of(VECTOR, NUMBER, NUMBER),
            new Instruction.FloatUnary(UnaryOp.LOG, 2),
            new Instruction.FloatBinary(BinaryOp.SUB, 0, 1),
            new Instruction.FloatBinary(BinaryOp.SUB, 4, 3));
  }

  private static ElementwiseKernel kernel(
      Width width, List<Input> inputs, Instruction... instructions) {
    int last = inputs.size() + instructions.length - 1;
    return ElementwiseAssembler.assemble(
        new ElementwiseProgram(inputs, List.of(instructions), List.of(last)), width);
  }

  /** Arguments and two numbers per row, kept from call to call. */
  private static final class Scratch {

    final float[][] floats = new float[4][];
    final int[][] ints = new int[4][];
    final int[] at = new int[4];
    final int[] strides = new int[4];
    final float[] largest = new float[1];
    final float[] total = new float[1];
    float[] exponentials = new float[0];

    void set(int slot, float[] array, int position) {
      floats[slot] = array;
      at[slot] = position;
    }
  }

  void apply(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    Scratch s = scratch.get();
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * columns;
      int to = yAt + r * columns;
      exponentials(columns, x, from, y, to, s);
      s.set(0, y, to);
      s.set(1, s.total, 0);
      s.set(2, y, to);
      scale.run(0, 1, 0, columns, s.floats, s.ints, s.at, s.strides);
    }
  }

  void applyLog(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    Scratch s = scratch.get();
    if (s.exponentials.length < columns) {
      s.exponentials = new float[columns];
    }
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * columns;
      exponentials(columns, x, from, s.exponentials, 0, s);
      s.set(0, x, from);
      s.set(1, s.largest, 0);
      s.set(2, s.total, 0);
      s.set(3, y, yAt + r * columns);
      logarithm.run(0, 1, 0, columns, s.floats, s.ints, s.at, s.strides);
    }
  }

  /** y = exp(x - largest), with the largest and the sum left in the scratch. */
  private void exponentials(int columns, float[] x, int from, float[] y, int to, Scratch s) {
    reductions.reduce(ReduceOp.MAX, 1, 0, columns, 1, 1, x, from, s.largest, 0);
    s.set(0, x, from);
    s.set(1, s.largest, 0);
    s.set(2, y, to);
    exponential.run(0, 1, 0, columns, s.floats, s.ints, s.at, s.strides);
    reductions.reduce(ReduceOp.SUM, 1, 0, columns, 1, 1, y, to, s.total, 0);
  }
}
