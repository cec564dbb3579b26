package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * Runs an elementwise program instruction by instruction on blocks of columns that stay in the
 * first cache.
 */
final class ElementwiseInterpreter implements ElementwiseKernel {

  /** Columns per block: 16 values of it are 16 KB. */
  private static final int BLOCK = 256;

  private final ElementwiseProgram program;
  private final List<Kind> kinds;
  private final ThreadLocal<Values> values;

  ElementwiseInterpreter(ElementwiseProgram program) {
    this.program = program;
    this.kinds = program.kinds();
    this.values = ThreadLocal.withInitial(() -> new Values(kinds));
  }

  /** One block of each value. */
  private static final class Values {

    final float[][] floats;
    final int[][] ints;

    Values(List<Kind> kinds) {
      floats = new float[kinds.size()][];
      ints = new int[kinds.size()][];
      for (int value = 0; value < kinds.size(); value++) {
        boolean isFloat = kinds.get(value) == Kind.FLOAT;
        floats[value] = new float[isFloat ? BLOCK : 0];
        ints[value] = new int[isFloat ? 0 : BLOCK];
      }
    }
  }

  @Override
  public void run(
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride) {
    Values block = values.get();
    for (int row = fromRow; row < toRow; row++) {
      for (int column = fromColumn; column < toColumn; column += BLOCK) {
        int n = Math.min(BLOCK, toColumn - column);
        load(n, row, column, floats, ints, at, rowStride, block);
        for (int i = 0; i < program.instructions().size(); i++) {
          execute(n, program.instructions().get(i), program.inputs().size() + i, block);
        }
        store(n, row, column, floats, ints, at, rowStride, block);
      }
    }
  }

  private void load(
      int n,
      int row,
      int column,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride,
      Values block) {
    for (int slot = 0; slot < program.inputs().size(); slot++) {
      Input input = program.inputs().get(slot);
      int from = at[slot] + row * rowStride[slot];
      if (input.access() == Access.VECTOR) {
        if (input.kind() == Kind.FLOAT) {
          System.arraycopy(floats[slot], from + column, block.floats[slot], 0, n);
        } else {
          System.arraycopy(ints[slot], from + column, block.ints[slot], 0, n);
        }
      } else if (input.kind() == Kind.FLOAT) {
        Arrays.fill(block.floats[slot], 0, n, floats[slot][from]);
      } else {
        Arrays.fill(block.ints[slot], 0, n, ints[slot][from]);
      }
    }
  }

  /** Outputs are written last, because their arrays may be those of inputs. */
  private void store(
      int n,
      int row,
      int column,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride,
      Values block) {
    for (int output = 0; output < program.outputs().size(); output++) {
      int value = program.outputs().get(output);
      int slot = program.inputs().size() + output;
      int to = at[slot] + row * rowStride[slot] + column;
      if (kinds.get(value) == Kind.FLOAT) {
        System.arraycopy(block.floats[value], 0, floats[slot], to, n);
      } else {
        System.arraycopy(block.ints[value], 0, ints[slot], to, n);
      }
    }
  }

  private void execute(int n, Instruction instruction, int result, Values block) {
    float[][] f = block.floats;
    int[][] i = block.ints;
    switch (instruction) {
      case Instruction.FloatConstant constant -> Arrays.fill(f[result], 0, n, constant.value());
      case Instruction.IntConstant constant -> Arrays.fill(i[result], 0, n, constant.value());
      case Instruction.FloatUnary op -> ScalarElementwise.unary(op.op(), n, f[op.x()], f[result]);
      case Instruction.IntUnary op -> ScalarElementwise.unary(op.op(), n, i[op.x()], i[result]);
      case Instruction.FloatBinary op ->
          ScalarElementwise.binary(op.op(), n, f[op.x()], f[op.y()], f[result]);
      case Instruction.IntBinary op ->
          ScalarElementwise.binary(op.op(), n, i[op.x()], i[op.y()], i[result]);
      case Instruction.FloatCompare op ->
          ScalarElementwise.compare(op.op(), n, f[op.x()], f[op.y()], i[result]);
      case Instruction.IntCompare op ->
          ScalarElementwise.compare(op.op(), n, i[op.x()], i[op.y()], i[result]);
      case Instruction.Convert op ->
          ScalarElementwise.convert(op.op(), n, f[op.x()], i[op.x()], f[result], i[result]);
      case Instruction.Select op -> {
        if (kinds.get(result) == Kind.FLOAT) {
          ScalarElementwise.select(n, i[op.condition()], f[op.x()], f[op.y()], f[result]);
        } else {
          ScalarElementwise.select(n, i[op.condition()], i[op.x()], i[op.y()], i[result]);
        }
      }
    }
  }
}
