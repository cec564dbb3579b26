package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.ConvertOp;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import io.concertina.engine.nativejava.kernel.IntBinaryOp;
import io.concertina.engine.nativejava.kernel.IntUnaryOp;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the instructions of an elementwise program on vectors.
 *
 * <p>A truth value that a comparison gives stays a mask as long as only selections and logic use
 * it, and becomes a vector of 0 and 1 where something else does.
 */
final class ProgramCode {

  private static final int NONE = -1;

  private final ElementwiseProgram program;
  private final VectorCode code;
  private final VectorFunctions functions;
  private final List<Kind> kinds;

  /** Local variable of each value as a vector, and as a mask. */
  private final int[] locals;

  private final int[] masks;

  ProgramCode(ElementwiseProgram program, VectorCode code) {
    this.program = program;
    this.code = code;
    this.functions = new VectorFunctions(code);
    this.kinds = program.kinds();
    this.locals = new int[kinds.size()];
    this.masks = new int[kinds.size()];
    Arrays.fill(locals, NONE);
    Arrays.fill(masks, NONE);
  }

  /** Tells the local variable of an input. */
  void input(int slot, int local) {
    locals[slot] = local;
  }

  /** Writes all instructions. */
  void compute() {
    int value = program.inputs().size();
    for (Instruction instruction : program.instructions()) {
      write(instruction, value++);
    }
  }

  /** The vector of an output. */
  int output(int index) {
    return vector(program.outputs().get(index));
  }

  private int vector(int value) {
    if (locals[value] == NONE) {
      locals[value] = code.intSelect(masks[value], code.constant(1), code.constant(0));
    }
    return locals[value];
  }

  private int mask(int value) {
    if (masks[value] == NONE) {
      masks[value] = code.intCompare("NE", locals[value], code.constant(0));
    }
    return masks[value];
  }

  private void write(Instruction instruction, int result) {
    switch (instruction) {
      case Instruction.FloatConstant constant -> locals[result] = code.constant(constant.value());
      case Instruction.IntConstant constant -> locals[result] = code.constant(constant.value());
      case Instruction.FloatUnary op -> locals[result] = functions.unary(op.op(), vector(op.x()));
      case Instruction.IntUnary op -> unary(op.op(), op.x(), result);
      case Instruction.FloatBinary op ->
          locals[result] = binary(op.op(), vector(op.x()), vector(op.y()));
      case Instruction.IntBinary op -> binary(op.op(), op.x(), op.y(), result);
      case Instruction.FloatCompare op ->
          masks[result] = code.compare(op.op().name(), vector(op.x()), vector(op.y()));
      case Instruction.IntCompare op ->
          masks[result] = code.intCompare(op.op().name(), vector(op.x()), vector(op.y()));
      case Instruction.Convert op -> convert(op.op(), op.x(), result);
      case Instruction.Select op -> {
        int x = vector(op.x());
        int y = vector(op.y());
        locals[result] =
            kinds.get(result) == Kind.FLOAT
                ? code.select(mask(op.condition()), x, y)
                : code.intSelect(mask(op.condition()), x, y);
      }
    }
  }

  private int binary(BinaryOp op, int x, int y) {
    return switch (op) {
      case ADD -> code.add(x, y);
      case SUB -> code.sub(x, y);
      case MUL -> code.mul(x, y);
      case DIV -> code.div(x, y);
      case POW -> code.pow(x, y);
      case MAX -> code.max(x, y);
      case MIN -> code.min(x, y);
    };
  }

  private void unary(IntUnaryOp op, int x, int result) {
    switch (op) {
      case NEG -> locals[result] = code.intNeg(vector(x));
      case ABS -> locals[result] = code.intAbs(vector(x));
      case SIGN ->
          locals[result] = code.intMax(code.constant(-1), code.intMin(code.constant(1), vector(x)));
      case NOT -> masks[result] = code.maskNot(mask(x));
    }
  }

  private void binary(IntBinaryOp op, int x, int y, int result) {
    switch (op) {
      case AND -> masks[result] = code.maskAnd(mask(x), mask(y));
      case OR -> masks[result] = code.maskOr(mask(x), mask(y));
      case ADD -> locals[result] = code.intAdd(vector(x), vector(y));
      case SUB -> locals[result] = code.intSub(vector(x), vector(y));
      case MUL -> locals[result] = code.intMul(vector(x), vector(y));
      case DIV -> locals[result] = code.intDiv(vector(x), vector(y));
      case MAX -> locals[result] = code.intMax(vector(x), vector(y));
      case MIN -> locals[result] = code.intMin(vector(x), vector(y));
    }
  }

  private void convert(ConvertOp op, int x, int result) {
    switch (op) {
      case FLOAT_TO_INT -> locals[result] = code.toInt(vector(x));
      case FLOAT_TO_BOOL -> masks[result] = code.compare("NE", vector(x), code.constant(0f));
      case IS_FINITE ->
          masks[result] =
              code.compare("LT", code.abs(vector(x)), code.constant(Float.POSITIVE_INFINITY));
      case INT_TO_FLOAT -> locals[result] = code.toFloat(vector(x));
      case INT_TO_BOOL -> masks[result] = mask(x);
    }
  }
}
