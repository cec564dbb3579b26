package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * A long elementwise program as two short ones, run alternately on blocks of columns.
 *
 * <p>The first half writes what the second needs into blocks that stay in the first cache; only the
 * second writes the program's outputs, because their arrays may be those of inputs.
 */
final class SplitElementwise implements ElementwiseKernel {

  /** Columns per block: 16 values of it are 16 KB. */
  private static final int BLOCK = 256;

  private final ElementwiseKernel first;
  private final ElementwiseKernel second;
  private final int inputs;
  private final int outputs;
  private final List<Kind> carried;
  private final ThreadLocal<Arguments> arguments;

  private SplitElementwise(
      ElementwiseKernel first,
      ElementwiseKernel second,
      int inputs,
      int outputs,
      List<Kind> carried) {
    this.first = first;
    this.second = second;
    this.inputs = inputs;
    this.outputs = outputs;
    this.carried = carried;
    this.arguments = ThreadLocal.withInitial(Arguments::new);
  }

  /**
   * The kernel of a program of at least two instructions, whose halves {@code compile} compiles.
   */
  static ElementwiseKernel of(
      ElementwiseProgram program, Function<ElementwiseProgram, ElementwiseKernel> compile) {
    int inputs = program.inputs().size();
    int half = program.instructions().size() / 2;
    int border = inputs + half;
    List<Instruction> early = program.instructions().subList(0, half);
    List<Instruction> late = program.instructions().subList(half, program.instructions().size());
    List<Integer> carried = carried(program, late, border);
    List<Kind> kinds = carried.stream().map(program.kinds()::get).toList();
    IntUnaryOperator renumber =
        value -> {
          if (value < inputs) {
            return value;
          }
          return value < border ? inputs + carried.indexOf(value) : value - half + carried.size();
        };
    List<Input> lateInputs = new ArrayList<>(program.inputs());
    kinds.forEach(kind -> lateInputs.add(new Input(kind, Access.VECTOR)));
    ElementwiseProgram second =
        new ElementwiseProgram(
            lateInputs,
            late.stream().map(instruction -> renumbered(instruction, renumber)).toList(),
            program.outputs().stream().map(renumber::applyAsInt).toList());
    return new SplitElementwise(
        compile.apply(new ElementwiseProgram(program.inputs(), early, carried)),
        compile.apply(second),
        inputs,
        program.outputs().size(),
        kinds);
  }

  /** What the first half computes and the second half or the outputs use. */
  private static List<Integer> carried(
      ElementwiseProgram program, List<Instruction> late, int border) {
    TreeSet<Integer> used = new TreeSet<>(program.outputs());
    IntUnaryOperator note =
        value -> {
          used.add(value);
          return value;
        };
    late.forEach(instruction -> renumbered(instruction, note));
    return List.copyOf(used.subSet(program.inputs().size(), border));
  }

  private static Instruction renumbered(Instruction instruction, IntUnaryOperator to) {
    return switch (instruction) {
      case Instruction.FloatConstant constant -> constant;
      case Instruction.IntConstant constant -> constant;
      case Instruction.FloatUnary op -> new Instruction.FloatUnary(op.op(), to.applyAsInt(op.x()));
      case Instruction.IntUnary op -> new Instruction.IntUnary(op.op(), to.applyAsInt(op.x()));
      case Instruction.FloatBinary op ->
          new Instruction.FloatBinary(op.op(), to.applyAsInt(op.x()), to.applyAsInt(op.y()));
      case Instruction.IntBinary op ->
          new Instruction.IntBinary(op.op(), to.applyAsInt(op.x()), to.applyAsInt(op.y()));
      case Instruction.FloatCompare op ->
          new Instruction.FloatCompare(op.op(), to.applyAsInt(op.x()), to.applyAsInt(op.y()));
      case Instruction.IntCompare op ->
          new Instruction.IntCompare(op.op(), to.applyAsInt(op.x()), to.applyAsInt(op.y()));
      case Instruction.Select op ->
          new Instruction.Select(
              to.applyAsInt(op.condition()), to.applyAsInt(op.x()), to.applyAsInt(op.y()));
      case Instruction.Convert op -> new Instruction.Convert(op.op(), to.applyAsInt(op.x()));
    };
  }

  /** The slots of both halves: inputs, carried blocks, and for the second half the outputs. */
  private final class Arguments {

    final float[][] floats = new float[inputs + carried.size() + outputs][0];
    final int[][] ints = new int[inputs + carried.size() + outputs][0];
    final int[] at = new int[floats.length];
    final int[] strides = new int[floats.length];

    Arguments() {
      for (int c = 0; c < carried.size(); c++) {
        if (carried.get(c) == Kind.FLOAT) {
          floats[inputs + c] = new float[BLOCK];
        } else {
          ints[inputs + c] = new int[BLOCK];
        }
      }
    }

    /** Stores a reference only if it is another: each store marks a card, beside other threads'. */
    void take(int slot, int from, float[][] fs, int[][] is, int[] positions, int[] rowStride) {
      if (floats[slot] != fs[from]) {
        floats[slot] = fs[from];
      }
      if (ints[slot] != is[from]) {
        ints[slot] = is[from];
      }
      at[slot] = positions[from];
      strides[slot] = rowStride[from];
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
    Arguments a = arguments.get();
    for (int slot = 0; slot < inputs; slot++) {
      a.take(slot, slot, floats, ints, at, rowStride);
    }
    for (int output = 0; output < outputs; output++) {
      int slot = inputs + carried.size() + output;
      a.take(slot, inputs + output, floats, ints, at, rowStride);
    }
    for (int row = fromRow; row < toRow; row++) {
      for (int column = fromColumn; column < toColumn; column += BLOCK) {
        int end = Math.min(toColumn, column + BLOCK);
        Arrays.fill(a.at, inputs, inputs + carried.size(), -column);
        first.run(row, row + 1, column, end, a.floats, a.ints, a.at, a.strides);
        second.run(row, row + 1, column, end, a.floats, a.ints, a.at, a.strides);
      }
    }
  }
}
