package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.CompareOp;
import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.UnaryOp;
import java.util.List;
import java.util.Random;

/** One elementwise program on numbers from 0 to 4 in the first cache, to be run over and over. */
final class ElementwisePass {

  /** Elements of one pass. */
  static final int ELEMENTS = 2048;

  private static final Input VECTOR = new Input(Kind.FLOAT, Access.VECTOR);
  private static final Input NUMBER = new Input(Kind.FLOAT, Access.BROADCAST);

  private final ElementwiseKernel kernel;
  private final float[][] floats;
  private final int[][] ints;
  private final int[] at;
  private final int[] strides;

  private ElementwisePass(ElementwiseProgram program, String width) {
    kernel = KernelProvider.choose(width).elementwise(program);
    Random random = new Random(1);
    floats = new float[program.slots()][ELEMENTS];
    ints = new int[program.slots()][0];
    at = new int[program.slots()];
    strides = new int[program.slots()];
    for (float[] array : floats) {
      for (int i = 0; i < ELEMENTS; i++) {
        array[i] = random.nextFloat() * 4;
      }
    }
  }

  /** One function. */
  static ElementwisePass of(UnaryOp function, String width) {
    return new ElementwisePass(
        new ElementwiseProgram(
            List.of(VECTOR), List.of(new Instruction.FloatUnary(function, 0)), List.of(1)),
        width);
  }

  /** x ≤ 0 ? 0 : x. */
  static ElementwisePass relu(String width) {
    return new ElementwisePass(
        new ElementwiseProgram(
            List.of(VECTOR),
            List.of(
                new Instruction.FloatConstant(0),
                new Instruction.FloatCompare(CompareOp.LE, 0, 1),
                new Instruction.Select(2, 1, 0)),
            List.of(3)),
        width);
  }

  /** Weight, first and second moment, gradient; then 1 - β₁, 1 - β₂, ε and the rate. */
  static ElementwisePass adam(String width) {
    return new ElementwisePass(
        new ElementwiseProgram(
            List.of(VECTOR, VECTOR, VECTOR, VECTOR, NUMBER, NUMBER, NUMBER, NUMBER),
            List.of(
                new Instruction.FloatBinary(BinaryOp.SUB, 3, 1),
                new Instruction.FloatBinary(BinaryOp.MUL, 8, 4),
                new Instruction.FloatBinary(BinaryOp.ADD, 1, 9),
                new Instruction.FloatBinary(BinaryOp.MUL, 3, 3),
                new Instruction.FloatBinary(BinaryOp.SUB, 11, 2),
                new Instruction.FloatBinary(BinaryOp.MUL, 12, 5),
                new Instruction.FloatBinary(BinaryOp.ADD, 2, 13),
                new Instruction.FloatUnary(UnaryOp.SQRT, 14),
                new Instruction.FloatBinary(BinaryOp.ADD, 15, 6),
                new Instruction.FloatBinary(BinaryOp.DIV, 10, 16),
                new Instruction.FloatBinary(BinaryOp.MUL, 17, 7),
                new Instruction.FloatBinary(BinaryOp.SUB, 0, 18)),
            List.of(19, 10, 14)),
        width);
  }

  /** One pass over the arrays. */
  float[][] run() {
    kernel.run(0, 1, 0, ELEMENTS, floats, ints, at, strides);
    return floats;
  }
}
