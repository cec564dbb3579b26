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

  /** Rows that go through all passes together (benchmark ReductionBenchmark). */
  private static final int BLOCK = 16;

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

  /** Arguments, and two numbers per row of a block, kept from call to call. */
  private static final class Scratch {

    final float[][] floats = new float[4][];
    final int[][] ints = new int[4][];
    final int[] at = new int[4];
    final int[] strides = new int[4];
    final float[] largest = new float[BLOCK];
    final float[] totals = new float[BLOCK];
    float[] exponentials = new float[0];

    Scratch set(int slot, float[] array, int position, int stride) {
      floats[slot] = array;
      at[slot] = position;
      strides[slot] = stride;
      return this;
    }

    void run(ElementwiseKernel kernel, int rows, int columns) {
      kernel.run(0, rows, 0, columns, floats, ints, at, strides);
    }
  }

  void apply(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    Scratch s = scratch.get();
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      int to = yAt + first * columns;
      exponentials(count, columns, x, xAt + first * columns, y, to, s);
      s.set(0, y, to, columns).set(1, s.totals, 0, 1).set(2, y, to, columns);
      s.run(scale, count, columns);
    }
  }

  void applyLog(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    Scratch s = scratch.get();
    int block = Math.min(BLOCK, rows);
    if (s.exponentials.length < block * columns) {
      s.exponentials = new float[block * columns];
    }
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      int from = xAt + first * columns;
      exponentials(count, columns, x, from, s.exponentials, 0, s);
      s.set(0, x, from, columns).set(1, s.largest, 0, 1).set(2, s.totals, 0, 1);
      s.set(3, y, yAt + first * columns, columns).run(logarithm, count, columns);
    }
  }

  /** y = exp(x - largest), with the largest and the sum of each row left in the scratch. */
  private void exponentials(
      int rows, int columns, float[] x, int from, float[] y, int to, Scratch s) {
    reductions.reduce(ReduceOp.MAX, rows, columns, columns, 1, 1, x, from, s.largest, 0);
    s.set(0, x, from, columns).set(1, s.largest, 0, 1).set(2, y, to, columns);
    s.run(exponential, rows, columns);
    reductions.reduce(ReduceOp.SUM, rows, columns, columns, 1, 1, y, to, s.totals, 0);
  }
}
