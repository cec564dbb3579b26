package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.CompareOp;
import io.concertina.engine.nativejava.kernel.ConvertOp;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import io.concertina.engine.nativejava.kernel.IntBinaryOp;
import io.concertina.engine.nativejava.kernel.IntUnaryOp;
import io.concertina.engine.nativejava.kernel.UnaryOp;
import io.concertina.engine.nativejava.plan.Loop;
import io.concertina.engine.nativejava.plan.Slot;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Writes the loop of a group as one elementwise program. */
final class LoopEmission {

  private final Group group;
  private final Fusion fusion;
  private final Storage storage;
  private final Map<Access, Integer> inputs = new LinkedHashMap<>();
  private final Map<Value, Integer> computed = new HashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Integer> constants = new HashMap<>();
  private final StringJoiner text = new StringJoiner(", ");

  private LoopEmission(Group group, Fusion fusion, Storage storage) {
    this.group = group;
    this.fusion = fusion;
    this.storage = storage;
  }

  /** The loop of a group that has one. */
  static Loop of(Group group, Fusion fusion, Storage storage) {
    LoopEmission emission = new LoopEmission(group, fusion, storage);
    emission.collectInputs();
    group.loop().forEach(emission::emit);
    return emission.finish();
  }

  /** Values of the program are numbered inputs first, so all inputs must be known beforehand. */
  private void collectInputs() {
    for (Node node : group.loop()) {
      for (Access access : fusion.operands(node)) {
        if (!isInside(access) && !isConstant(access)) {
          inputs.putIfAbsent(access, inputs.size());
        }
      }
    }
  }

  private boolean isInside(Access access) {
    return group.loop().stream().anyMatch(node -> node.result() == access.root());
  }

  private static boolean isConstant(Access access) {
    return access.isScalar() && access.root().op() instanceof Source.Constant;
  }

  private int number(Access access) {
    Integer known = computed.get(access.root());
    if (known != null) {
      return known;
    }
    if (access.root().op() instanceof Source.Constant constant && isConstant(access)) {
      return constant(constant.value(), access.offset());
    }
    return Optional.ofNullable(inputs.get(access)).orElseThrow();
  }

  private int constant(Tensor value, int at) {
    Instruction instruction =
        value.dtype() == DType.F32
            ? new Instruction.FloatConstant(value.floatAt(at))
            : new Instruction.IntConstant(value.intAt(at));
    return constants.computeIfAbsent(instruction, this::append);
  }

  private int append(Instruction instruction) {
    instructions.add(instruction);
    return inputs.size() + instructions.size() - 1;
  }

  private void emit(Node node) {
    List<Integer> x = fusion.operands(node).stream().map(this::number).toList();
    if (node.op() instanceof Elementwise op && !fusion.isCopy(node)) {
      DType dtype = node.operands().getLast().dtype();
      computed.put(node.result(), emit(op, dtype, x));
      text.add(op.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    } else {
      computed.put(node.result(), x.getFirst());
      text.add("copy");
    }
  }

  private int emit(Elementwise op, DType dtype, List<Integer> x) {
    return switch (op) {
      case Elementwise.Unary unary -> emit(unary, dtype, x.getFirst());
      case Elementwise.Binary binary -> append(binary(binary, dtype, x.get(0), x.get(1)));
      case Elementwise.Select _ -> append(new Instruction.Select(x.get(0), x.get(1), x.get(2)));
      case Elementwise.Cast cast -> cast(dtype, cast.dtype(), x.getFirst());
      case Elementwise.StopGradient _ -> x.getFirst();
    };
  }

  private int emit(Elementwise.Unary op, DType dtype, int x) {
    boolean ints = dtype != DType.F32;
    return append(
        switch (op) {
          case Elementwise.Neg _ -> ints ? unary(IntUnaryOp.NEG, x) : unary(UnaryOp.NEG, x);
          case Elementwise.Abs _ -> ints ? unary(IntUnaryOp.ABS, x) : unary(UnaryOp.ABS, x);
          case Elementwise.Sign _ -> ints ? unary(IntUnaryOp.SIGN, x) : unary(UnaryOp.SIGN, x);
          case Elementwise.Exp _ -> unary(UnaryOp.EXP, x);
          case Elementwise.Log _ -> unary(UnaryOp.LOG, x);
          case Elementwise.Expm1 _ -> unary(UnaryOp.EXPM1, x);
          case Elementwise.Log1p _ -> unary(UnaryOp.LOG1P, x);
          case Elementwise.Sqrt _ -> unary(UnaryOp.SQRT, x);
          case Elementwise.Rsqrt _ -> unary(UnaryOp.RSQRT, x);
          case Elementwise.Tanh _ -> unary(UnaryOp.TANH, x);
          case Elementwise.Sigmoid _ -> unary(UnaryOp.SIGMOID, x);
          case Elementwise.Erf _ -> unary(UnaryOp.ERF, x);
          case Elementwise.Floor _ -> unary(UnaryOp.FLOOR, x);
          case Elementwise.Round _ -> unary(UnaryOp.ROUND, x);
          case Elementwise.Not _ -> unary(IntUnaryOp.NOT, x);
          case Elementwise.IsFinite _ -> new Instruction.Convert(ConvertOp.IS_FINITE, x);
        });
  }

  private static Instruction unary(UnaryOp op, int x) {
    return new Instruction.FloatUnary(op, x);
  }

  private static Instruction unary(IntUnaryOp op, int x) {
    return new Instruction.IntUnary(op, x);
  }

  private static Instruction binary(Elementwise.Binary op, DType dtype, int x, int y) {
    boolean ints = dtype != DType.F32;
    return switch (op) {
      case Elementwise.Add _ -> arithmetic(ints, BinaryOp.ADD, IntBinaryOp.ADD, x, y);
      case Elementwise.Sub _ -> arithmetic(ints, BinaryOp.SUB, IntBinaryOp.SUB, x, y);
      case Elementwise.Mul _ -> arithmetic(ints, BinaryOp.MUL, IntBinaryOp.MUL, x, y);
      case Elementwise.Div _ -> arithmetic(ints, BinaryOp.DIV, IntBinaryOp.DIV, x, y);
      case Elementwise.Max _ -> arithmetic(ints, BinaryOp.MAX, IntBinaryOp.MAX, x, y);
      case Elementwise.Min _ -> arithmetic(ints, BinaryOp.MIN, IntBinaryOp.MIN, x, y);
      case Elementwise.Pow _ -> new Instruction.FloatBinary(BinaryOp.POW, x, y);
      case Elementwise.And _ -> new Instruction.IntBinary(IntBinaryOp.AND, x, y);
      case Elementwise.Or _ -> new Instruction.IntBinary(IntBinaryOp.OR, x, y);
      case Elementwise.Eq _ -> compare(ints, CompareOp.EQ, x, y);
      case Elementwise.Lt _ -> compare(ints, CompareOp.LT, x, y);
      case Elementwise.Le _ -> compare(ints, CompareOp.LE, x, y);
    };
  }

  private static Instruction arithmetic(
      boolean ints, BinaryOp floatOp, IntBinaryOp intOp, int x, int y) {
    return ints
        ? new Instruction.IntBinary(intOp, x, y)
        : new Instruction.FloatBinary(floatOp, x, y);
  }

  private static Instruction compare(boolean ints, CompareOp op, int x, int y) {
    return ints ? new Instruction.IntCompare(op, x, y) : new Instruction.FloatCompare(op, x, y);
  }

  private int cast(DType from, DType to, int x) {
    return switch (to) {
      case F32 -> from == DType.F32 ? x : convert(ConvertOp.INT_TO_FLOAT, x);
      case I32 -> from == DType.F32 ? convert(ConvertOp.FLOAT_TO_INT, x) : x;
      case BOOL ->
          switch (from) {
            case F32 -> convert(ConvertOp.FLOAT_TO_BOOL, x);
            case I32 -> convert(ConvertOp.INT_TO_BOOL, x);
            case BOOL -> x;
          };
    };
  }

  private int convert(ConvertOp op, int x) {
    return append(new Instruction.Convert(op, x));
  }

  private Loop finish() {
    List<Slot> slots = new ArrayList<>();
    List<ElementwiseProgram.Input> declared = new ArrayList<>();
    for (Access access : inputs.keySet()) {
      boolean single = access.isScalar() || access.inner() > 1;
      declared.add(
          new ElementwiseProgram.Input(
              Storage.isInts(access.root().type()) ? Kind.INT : Kind.FLOAT,
              single ? ElementwiseProgram.Access.BROADCAST : ElementwiseProgram.Access.VECTOR));
      slots.add(storage.slot(access));
    }
    List<Integer> outputs = new ArrayList<>();
    for (Node node : group.loop()) {
      if (storage.isStored(node.result())) {
        outputs.add(computed.get(node.result()));
        slots.add(storage.target(node.result()));
      }
    }
    int columns = group.columns() == 0 ? group.size() : group.columns();
    return new Loop(
        new ElementwiseProgram(declared, instructions, outputs),
        group.size() / columns,
        columns,
        slots,
        text.toString());
  }
}
