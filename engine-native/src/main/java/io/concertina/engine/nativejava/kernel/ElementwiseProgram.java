package io.concertina.engine.nativejava.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A straight line of elementwise instructions, each on earlier values.
 *
 * <p>Value v is input v, or the result of instruction {@code v - inputs}. Instructions run at every
 * position independently of all others. A plan compiles one of these for every chain of elementwise
 * operations that it fuses; an unfused operation is a program of one instruction.
 *
 * @param inputs kind and access of the values that come from arrays
 * @param instructions in an order in which operands come first
 * @param outputs the values that are written to arrays; at least one
 */
public record ElementwiseProgram(
    List<Input> inputs, List<Instruction> instructions, List<Integer> outputs) {

  /** What a value is at one position. */
  public enum Kind {
    /** A 32-bit floating point number, in {@code float[]}. */
    FLOAT,
    /** A 32-bit integer, or a truth value as 0 or 1, in {@code int[]}. */
    INT
  }

  /** How an input is read along a row. */
  public enum Access {
    /** One element per column. */
    VECTOR,
    /** One element for the whole row. */
    BROADCAST
  }

  /**
   * A value that comes from an array.
   *
   * @param kind element type
   * @param access one element per column, or one per row
   */
  public record Input(Kind kind, Access access) {}

  /** One operation. The numbers in it are values of the program. */
  public sealed interface Instruction {

    /** A floating point constant. */
    record FloatConstant(float value) implements Instruction {}

    /** An integer or truth value constant. */
    record IntConstant(int value) implements Instruction {}

    /** float to float. */
    record FloatUnary(UnaryOp op, int x) implements Instruction {}

    /** int to int. */
    record IntUnary(IntUnaryOp op, int x) implements Instruction {}

    /** float, float to float. */
    record FloatBinary(BinaryOp op, int x, int y) implements Instruction {}

    /** int, int to int. */
    record IntBinary(IntBinaryOp op, int x, int y) implements Instruction {}

    /** float, float to truth value. */
    record FloatCompare(CompareOp op, int x, int y) implements Instruction {}

    /** int, int to truth value. */
    record IntCompare(CompareOp op, int x, int y) implements Instruction {}

    /** condition ? x : y, both of one kind, which is the result's. The condition is 0 or 1. */
    record Select(int condition, int x, int y) implements Instruction {}

    /** A change of kind. */
    record Convert(ConvertOp op, int x) implements Instruction {}
  }

  public ElementwiseProgram {
    inputs = List.copyOf(inputs);
    instructions = List.copyOf(instructions);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException(
          "elementwise program: expected at least one output, got none");
    }
    List<Kind> kinds = kinds(inputs, instructions);
    for (int output : outputs) {
      if (output < 0 || output >= kinds.size()) {
        throw new IllegalArgumentException(
            "elementwise program: expected outputs below " + kinds.size() + ", got " + output);
      }
    }
  }

  /** The kind of every value, inputs first. */
  public List<Kind> kinds() {
    return kinds(inputs, instructions);
  }

  /** The kind of a slot: inputs first, then outputs. */
  public Kind slotKind(int slot) {
    return slot < inputs.size()
        ? inputs.get(slot).kind()
        : kinds().get(outputs.get(slot - inputs.size()));
  }

  /** Inputs and outputs. */
  public int slots() {
    return inputs.size() + outputs.size();
  }

  private static List<Kind> kinds(List<Input> inputs, List<Instruction> instructions) {
    List<Kind> kinds = new ArrayList<>(inputs.size() + instructions.size());
    for (Input input : inputs) {
      kinds.add(input.kind());
    }
    for (Instruction instruction : instructions) {
      kinds.add(kind(instruction, kinds));
    }
    return List.copyOf(kinds);
  }

  private static Kind kind(Instruction instruction, List<Kind> known) {
    return switch (instruction) {
      case Instruction.FloatConstant _ -> Kind.FLOAT;
      case Instruction.IntConstant _ -> Kind.INT;
      case Instruction.FloatUnary unary -> {
        require(instruction, known, unary.x(), Kind.FLOAT);
        yield Kind.FLOAT;
      }
      case Instruction.IntUnary unary -> {
        require(instruction, known, unary.x(), Kind.INT);
        yield Kind.INT;
      }
      case Instruction.FloatBinary binary -> {
        require(instruction, known, binary.x(), Kind.FLOAT);
        require(instruction, known, binary.y(), Kind.FLOAT);
        yield Kind.FLOAT;
      }
      case Instruction.IntBinary binary -> {
        require(instruction, known, binary.x(), Kind.INT);
        require(instruction, known, binary.y(), Kind.INT);
        yield Kind.INT;
      }
      case Instruction.FloatCompare compare -> {
        require(instruction, known, compare.x(), Kind.FLOAT);
        require(instruction, known, compare.y(), Kind.FLOAT);
        yield Kind.INT;
      }
      case Instruction.IntCompare compare -> {
        require(instruction, known, compare.x(), Kind.INT);
        require(instruction, known, compare.y(), Kind.INT);
        yield Kind.INT;
      }
      case Instruction.Select select -> {
        require(instruction, known, select.condition(), Kind.INT);
        require(instruction, known, select.x(), Kind.FLOAT, Kind.INT);
        require(instruction, known, select.y(), known.get(select.x()));
        yield known.get(select.x());
      }
      case Instruction.Convert convert -> {
        require(instruction, known, convert.x(), convert.op().from());
        yield convert.op().to();
      }
    };
  }

  private static void require(
      Instruction instruction, List<Kind> known, int value, Kind... expected) {
    if (value < 0 || value >= known.size() || !List.of(expected).contains(known.get(value))) {
      throw new IllegalArgumentException(
          "elementwise program: expected an earlier value of kind "
              + List.of(expected)
              + " in "
              + instruction
              + ", got value "
              + value
              + " of "
              + known);
    }
  }
}
