package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseKernelTest {

  private static final Input FLOATS = new Input(Kind.FLOAT, Access.VECTOR);
  private static final Input INTS = new Input(Kind.INT, Access.VECTOR);
  private static final Input ONE_FLOAT = new Input(Kind.FLOAT, Access.BROADCAST);
  private static final Input ONE_INT = new Input(Kind.INT, Access.BROADCAST);

  /** Inputs: two floats x, y, two integers i, j and a truth value c. */
  private static List<Instruction> everyInstruction() {
    List<Instruction> all = new ArrayList<>();
    for (UnaryOp op : UnaryOp.values()) {
      all.add(new Instruction.FloatUnary(op, 0));
    }
    for (BinaryOp op : BinaryOp.values()) {
      all.add(new Instruction.FloatBinary(op, 0, 1));
    }
    for (CompareOp op : CompareOp.values()) {
      all.add(new Instruction.FloatCompare(op, 0, 1));
      all.add(new Instruction.IntCompare(op, 2, 3));
    }
    for (IntUnaryOp op : IntUnaryOp.values()) {
      all.add(new Instruction.IntUnary(op, op == IntUnaryOp.NOT ? 4 : 2));
    }
    for (IntBinaryOp op : IntBinaryOp.values()) {
      boolean logic = op == IntBinaryOp.AND || op == IntBinaryOp.OR;
      all.add(new Instruction.IntBinary(op, logic ? 4 : 2, logic ? 5 : 3));
    }
    for (ConvertOp op : ConvertOp.values()) {
      all.add(new Instruction.Convert(op, op.from() == Kind.FLOAT ? 0 : 2));
    }
    all.add(new Instruction.Select(4, 0, 1));
    all.add(new Instruction.Select(4, 2, 3));
    all.add(new Instruction.FloatConstant(-0.75f));
    all.add(new Instruction.IntConstant(-3));
    return all;
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#vectorWidths")
  void everyInstructionGivesTheBitsOfTheScalarForm(String width) {
    List<Input> vectors = List.of(FLOATS, FLOATS, INTS, INTS, INTS, INTS);
    List<Input> mixed = List.of(FLOATS, ONE_FLOAT, ONE_INT, INTS, INTS, ONE_INT);
    for (Instruction instruction : everyInstruction()) {
      for (List<Input> inputs : List.of(vectors, mixed)) {
        ElementwiseProgram program =
            new ElementwiseProgram(inputs, List.of(instruction), List.of(inputs.size()));
        Run expected = new Run(program, "scalar");
        Run actual = new Run(program, width);
        for (int columns : Samples.FEW_SIZES) {
          assertThat(actual.onRows(3, columns))
              .describedAs("%s of %d columns, %s", instruction, columns, inputs.get(1))
              .isDeepEqualTo(expected.onRows(3, columns));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#vectorWidths")
  void aChainOfAllInstructionsGivesTheBitsOfTheScalarForm(String width) {
    List<Input> inputs = List.of(FLOATS, ONE_FLOAT, INTS, ONE_INT, INTS, INTS);
    List<Instruction> instructions = everyInstruction();
    List<Integer> outputs = new ArrayList<>();
    for (int i = 0; i < instructions.size(); i++) {
      outputs.add(inputs.size() + i);
    }
    ElementwiseProgram program = new ElementwiseProgram(inputs, instructions, outputs);
    for (int columns : new int[] {5, 40}) {
      assertThat(new Run(program, width).onRows(2, columns))
          .isDeepEqualTo(new Run(program, "scalar").onRows(2, columns));
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#vectorWidths")
  void aProgramTooLongForOneMethodGivesTheBitsOfTheScalarForm(String width) {
    List<Input> inputs = List.of(FLOATS, ONE_FLOAT);
    List<Instruction> instructions = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int last = inputs.size() + instructions.size() - 1;
      instructions.add(new Instruction.FloatUnary(UnaryOp.ERF, i == 0 ? 0 : last));
      instructions.add(new Instruction.FloatCompare(CompareOp.LT, 1, last + 1));
      instructions.add(new Instruction.Select(last + 2, last + 1, i % 2));
    }
    List<Integer> outputs = List.of(2, 3, 0, 40, inputs.size() + instructions.size() - 1);
    ElementwiseProgram program = new ElementwiseProgram(inputs, instructions, outputs);
    assertThat(new Run(program, width).onRows(2, 600))
        .isDeepEqualTo(new Run(program, "scalar").onRows(2, 600));
  }

  /** Runs a program at a width on the same odd offsets and strides whatever the width. */
  private static final class Run {

    final ElementwiseProgram program;
    final ElementwiseKernel kernel;

    Run(ElementwiseProgram program, String width) {
      this.program = program;
      this.kernel = KernelProvider.choose(width).elementwise(program);
    }

    /** All output arrays, with what lies around the written rectangle. */
    int[][] onRows(int rows, int columns) {
      int slots = program.slots();
      float[][] floats = new float[slots][0];
      int[][] ints = new int[slots][0];
      int[] at = new int[slots];
      int[] strides = new int[slots];
      List<int[]> results = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        boolean output = slot >= program.inputs().size();
        boolean one = !output && program.inputs().get(slot).access() == Access.BROADCAST;
        at[slot] = 1 + slot;
        strides[slot] = one ? 1 : columns + slot;
        int length = at[slot] + rows * (columns + slot);
        if (program.slotKind(slot) == Kind.FLOAT) {
          floats[slot] = output ? new float[length] : Samples.wild(length, slot);
        } else {
          int[] low = {-5, -5, -100, -2, 0, 0};
          int[] high = {5, 5, 100, 3, 2, 2};
          ints[slot] =
              output ? new int[length] : Samples.integers(length, low[slot], high[slot], slot);
        }
      }
      kernel.run(0, rows, 0, columns, floats, ints, at, strides);
      for (int slot = program.inputs().size(); slot < slots; slot++) {
        boolean isFloat = program.slotKind(slot) == Kind.FLOAT;
        results.add(isFloat ? Samples.bits(floats[slot]) : ints[slot]);
      }
      return results.toArray(int[][]::new);
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void aBiasIsAddedToEveryRowInPlace(String width) {
    ElementwiseProgram program =
        new ElementwiseProgram(
            List.of(FLOATS, FLOATS),
            List.of(new Instruction.FloatBinary(BinaryOp.ADD, 0, 1)),
            List.of(2));
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] bias = {10, 20, 30};
    KernelProvider.choose(width)
        .elementwise(program)
        .run(
            0, 2, 0, 3, new float[][] {x, bias, x}, new int[3][0], new int[3], new int[] {3, 0, 3});
    assertThat(x).containsExactly(11, 22, 33, 14, 25, 36);
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void anInputThatIsOverwrittenIsReadFirst(String width) {
    ElementwiseProgram swap =
        new ElementwiseProgram(
            List.of(FLOATS, FLOATS),
            List.of(
                new Instruction.FloatUnary(UnaryOp.NEG, 1),
                new Instruction.FloatUnary(UnaryOp.ABS, 0)),
            List.of(2, 3));
    for (int n : Samples.SIZES) {
      float[] x = Samples.tame(n, 1);
      float[] y = Samples.tame(n, 2);
      float[] first = x.clone();
      float[] second = y.clone();
      KernelProvider.choose(width)
          .elementwise(swap)
          .run(0, 1, 0, n, new float[][] {x, y, x, y}, new int[4][0], new int[4], new int[4]);
      for (int i = 0; i < n; i++) {
        assertThat(x[i]).isEqualTo(-second[i]);
        assertThat(y[i]).isEqualTo(Math.abs(first[i]));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void onlyTheAskedRectangleIsWritten(String width) {
    ElementwiseProgram one =
        new ElementwiseProgram(List.of(), List.of(new Instruction.FloatConstant(1)), List.of(0));
    float[] y = new float[4 * 40];
    KernelProvider.choose(width)
        .elementwise(one)
        .run(1, 3, 5, 38, new float[][] {y}, new int[1][0], new int[1], new int[] {40});
    for (int i = 0; i < y.length; i++) {
      boolean inside = i / 40 >= 1 && i / 40 < 3 && i % 40 >= 5 && i % 40 < 38;
      assertThat(y[i]).describedAs("element %d", i).isEqualTo(inside ? 1 : 0);
    }
  }

  @Test
  void aValueThatIsUsedBeforeItExistsIsAnError() {
    assertThatThrownBy(
            () ->
                new ElementwiseProgram(
                    List.of(FLOATS),
                    List.of(new Instruction.FloatBinary(BinaryOp.ADD, 0, 1)),
                    List.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got value 1 of [FLOAT]");
  }

  @Test
  void anOperandOfTheWrongKindIsAnError() {
    assertThatThrownBy(
            () ->
                new ElementwiseProgram(
                    List.of(INTS), List.of(new Instruction.FloatUnary(UnaryOp.EXP, 0)), List.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected an earlier value of kind [FLOAT]");
  }
}
