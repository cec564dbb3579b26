package io.concertina.ir.infer;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseInferenceTest {

  private final Examples examples = new Examples();

  static List<Elementwise> functionsOfReals() {
    return List.of(
        new Elementwise.Exp(),
        new Elementwise.Log(),
        new Elementwise.Expm1(),
        new Elementwise.Log1p(),
        new Elementwise.Sqrt(),
        new Elementwise.Rsqrt(),
        new Elementwise.Tanh(),
        new Elementwise.Sigmoid(),
        new Elementwise.Erf(),
        new Elementwise.Floor(),
        new Elementwise.Round());
  }

  static List<Elementwise> functionsOfNumbers() {
    return List.of(new Elementwise.Neg(), new Elementwise.Abs(), new Elementwise.Sign());
  }

  static List<Elementwise> arithmetic() {
    return List.of(
        new Elementwise.Add(),
        new Elementwise.Sub(),
        new Elementwise.Mul(),
        new Elementwise.Div(),
        new Elementwise.Max(),
        new Elementwise.Min());
  }

  static List<Elementwise> comparisons() {
    return List.of(new Elementwise.Eq(), new Elementwise.Lt(), new Elementwise.Le());
  }

  static List<Elementwise> logic() {
    return List.of(new Elementwise.And(), new Elementwise.Or());
  }

  @ParameterizedTest
  @MethodSource("functionsOfReals")
  void functionsOfRealsKeepTheTypeAndTakeNothingElse(Elementwise op) {
    examples.gives(op, "f32[batch, 3]", "f32[batch, 3]");
    examples.refuses(
        op, op.mnemonic() + ": expected operand 0 of type f32, got i32[batch, 3]", "i32[batch, 3]");
    examples.refuses(op, op.mnemonic() + ": expected 1 operands, got 2", "f32[]", "f32[]");
  }

  @ParameterizedTest
  @MethodSource("functionsOfNumbers")
  void functionsOfNumbersTakeIntegersToo(Elementwise op) {
    examples.gives(op, "f32[batch, 3]", "f32[batch, 3]");
    examples.gives(op, "i32[]", "i32[]");
    examples.refuses(op, op.mnemonic() + ": expected a number, got bool[3]", "bool[3]");
  }

  @ParameterizedTest
  @MethodSource("arithmetic")
  void arithmeticTakesTwoOperandsOfOneNumericType(Elementwise op) {
    examples.gives(op, "f32[batch, 3]", "f32[batch, 3]", "f32[batch, 3]");
    examples.gives(op, "i32[2]", "i32[2]", "i32[2]");
    examples.refuses(op, op.mnemonic() + ": expected numbers, got bool[]", "bool[]", "bool[]");
    examples.refuses(
        op,
        op.mnemonic() + ": expected operands of one type, got [f32[batch, 3], f32[3]]",
        "f32[batch, 3]",
        "f32[3]");
    examples.refuses(
        op,
        op.mnemonic() + ": expected operands of one type, got [f32[], i32[]]",
        "f32[]",
        "i32[]");
    examples.refuses(op, op.mnemonic() + ": expected 2 operands, got 1", "f32[]");
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void comparisonsGiveTruthValues(Elementwise op) {
    examples.gives(op, "bool[batch]", "f32[batch]", "f32[batch]");
    examples.gives(op, "bool[2]", "i32[2]", "i32[2]");
    examples.refuses(op, op.mnemonic() + ": expected numbers, got bool[]", "bool[]", "bool[]");
  }

  @ParameterizedTest
  @MethodSource("logic")
  void logicTakesTruthValues(Elementwise op) {
    examples.gives(op, "bool[batch]", "bool[batch]", "bool[batch]");
    examples.refuses(
        op, op.mnemonic() + ": expected operand 0 of type bool, got f32[]", "f32[]", "f32[]");
  }

  @Test
  void negationTakesTruthValues() {
    examples.gives(new Elementwise.Not(), "bool[4]", "bool[4]");
    examples.refuses(
        new Elementwise.Not(), "not: expected operand 0 of type bool, got f32[4]", "f32[4]");
  }

  @Test
  void isFiniteAsksReals() {
    examples.gives(new Elementwise.IsFinite(), "bool[batch, 4]", "f32[batch, 4]");
    examples.refuses(
        new Elementwise.IsFinite(),
        "is_finite: expected operand 0 of type f32, got i32[]",
        "i32[]");
  }

  @Test
  void aPowerTakesReals() {
    examples.gives(new Elementwise.Pow(), "f32[4]", "f32[4]", "f32[4]");
    examples.refuses(
        new Elementwise.Pow(), "pow: expected operand 0 of type f32, got i32[]", "i32[]", "i32[]");
  }

  @Test
  void aSelectionTakesAConditionAndTwoBranchesOfOneShape() {
    Elementwise select = new Elementwise.Select();
    examples.gives(select, "f32[batch, 2]", "bool[batch, 2]", "f32[batch, 2]", "f32[batch, 2]");
    examples.gives(select, "bool[2]", "bool[2]", "bool[2]", "bool[2]");
    examples.refuses(
        select, "select: expected a condition bool[2], got f32[2]", "f32[2]", "f32[2]", "f32[2]");
    examples.refuses(
        select, "select: expected a condition bool[2], got bool[]", "bool[]", "f32[2]", "f32[2]");
    examples.refuses(
        select, "select: expected two branches f32[2], got i32[2]", "bool[2]", "f32[2]", "i32[2]");
    examples.refuses(select, "select: expected 3 operands, got 2", "bool[]", "f32[]");
  }

  @Test
  void aCastKeepsTheShape() {
    for (DType to : DType.values()) {
      examples.gives(new Elementwise.Cast(to), to + "[batch, 2]", "f32[batch, 2]");
      examples.gives(new Elementwise.Cast(to), to + "[]", "bool[]");
    }
  }

  @Test
  void stoppingTheGradientKeepsAnyType() {
    examples.gives(new Elementwise.StopGradient(), "i32[batch]", "i32[batch]");
  }
}
