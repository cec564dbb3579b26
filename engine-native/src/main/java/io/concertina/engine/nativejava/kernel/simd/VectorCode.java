package io.concertina.engine.nativejava.kernel.simd;

import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOATS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOAT_VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.INT_VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.MASK;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.SPECIES;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.signature;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.Map;
import jdk.incubator.vector.VectorOperators;

/**
 * Writes calls of the Vector API. Vectors and masks are named by the local variable that holds
 * them; each method stores its result in a new one and returns that. Masks are of floating point
 * species.
 */
final class VectorCode {

  /** In place of a mask: all lanes. */
  static final int NO_MASK = -1;

  private static final ClassDesc OPERATORS = Symbols.describe(VectorOperators.class);
  private static final ClassDesc BINARY = Symbols.describe(VectorOperators.Binary.class);
  private static final ClassDesc COMPARISON = Symbols.describe(VectorOperators.Comparison.class);
  private static final ClassDesc CONVERSION = Symbols.describe(VectorOperators.Conversion.class);

  private final CodeBuilder code;
  private final Width width;

  /** Local variable of each constant; the compiler moves them out of loops. */
  private final Map<Number, Integer> constants = new HashMap<>();

  VectorCode(CodeBuilder code, Width width) {
    this.code = code;
    this.width = width;
  }

  /** Stores what is on the stack. */
  int keep() {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    return local;
  }

  void floatSpecies() {
    code.getstatic(FLOAT_VECTOR, "SPECIES_" + width.bits(), SPECIES);
  }

  void intSpecies() {
    code.getstatic(INT_VECTOR, "SPECIES_" + width.bits(), SPECIES);
  }

  int constant(float value) {
    return constants.computeIfAbsent(
        value,
        _ -> {
          floatSpecies();
          code.loadConstant(value);
          code.invokestatic(FLOAT_VECTOR, "broadcast", signature(FLOAT_VECTOR, SPECIES, CD_float));
          return keep();
        });
  }

  int constant(int value) {
    return constants.computeIfAbsent(
        value,
        _ -> {
          intSpecies();
          code.loadConstant(value);
          code.invokestatic(INT_VECTOR, "broadcast", signature(INT_VECTOR, SPECIES, CD_int));
          return keep();
        });
  }

  // --- arrays -----------------------------------------------------------------------------------

  /** A vector of zeros. */
  int zero() {
    floatSpecies();
    code.invokestatic(FLOAT_VECTOR, "zero", signature(FLOAT_VECTOR, SPECIES));
    return keep();
  }

  /** The mask of the first lanes, as many as a local variable says. */
  int firstLanes(int count) {
    floatSpecies();
    code.iconst_0().iload(count);
    code.invokeinterface(SPECIES, "indexInRange", signature(MASK, CD_int, CD_int));
    return keep();
  }

  /** Loads numbers; the species, the array and the position are on the stack. */
  int load(int mask) {
    if (mask == NO_MASK) {
      code.invokestatic(
          FLOAT_VECTOR, "fromArray", signature(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
    } else {
      code.aload(mask);
      code.invokestatic(
          FLOAT_VECTOR, "fromArray", signature(FLOAT_VECTOR, SPECIES, FLOATS, CD_int, MASK));
    }
    return keep();
  }

  /** Stores numbers; they, the array and the position are on the stack. */
  void store(int mask) {
    if (mask == NO_MASK) {
      code.invokevirtual(FLOAT_VECTOR, "intoArray", signature(CD_void, FLOATS, CD_int));
    } else {
      code.aload(mask);
      code.invokevirtual(FLOAT_VECTOR, "intoArray", signature(CD_void, FLOATS, CD_int, MASK));
    }
  }

  /** A number in all lanes; the species and the number are on the stack. */
  int broadcast() {
    code.invokestatic(FLOAT_VECTOR, "broadcast", signature(FLOAT_VECTOR, SPECIES, CD_float));
    return keep();
  }

  // --- floating point ---------------------------------------------------------------------------

  /** to = a · b + c, rounded once. */
  void fma(int a, int b, int c, int to) {
    code.aload(a).aload(b).aload(c);
    code.invokevirtual(FLOAT_VECTOR, "fma", signature(FLOAT_VECTOR, VECTOR, VECTOR));
    code.astore(to);
  }

  /** a · b + c, rounded once. */
  int fma(int a, int b, int c) {
    code.aload(a).aload(b).aload(c);
    code.invokevirtual(FLOAT_VECTOR, "fma", signature(FLOAT_VECTOR, VECTOR, VECTOR));
    return keep();
  }

  int add(int x, int y) {
    return floatBinary("add", x, y);
  }

  int sub(int x, int y) {
    return floatBinary("sub", x, y);
  }

  int mul(int x, int y) {
    return floatBinary("mul", x, y);
  }

  int div(int x, int y) {
    return floatBinary("div", x, y);
  }

  int max(int x, int y) {
    return floatBinary("max", x, y);
  }

  int min(int x, int y) {
    return floatBinary("min", x, y);
  }

  private int floatBinary(String method, int x, int y) {
    code.aload(x).aload(y);
    code.invokevirtual(FLOAT_VECTOR, method, signature(FLOAT_VECTOR, VECTOR));
    return keep();
  }

  int neg(int x) {
    return floatUnary("neg", x);
  }

  int abs(int x) {
    return floatUnary("abs", x);
  }

  int sqrt(int x) {
    return floatUnary("sqrt", x);
  }

  private int floatUnary(String method, int x) {
    code.aload(x);
    code.invokevirtual(FLOAT_VECTOR, method, signature(FLOAT_VECTOR));
    return keep();
  }

  /** xʸ, lane by lane. */
  int pow(int x, int y) {
    code.aload(x).aload(y);
    code.invokestatic(
        Symbols.describe(LaneByLane.class),
        "pow",
        signature(FLOAT_VECTOR, FLOAT_VECTOR, FLOAT_VECTOR));
    return keep();
  }

  // --- integers ---------------------------------------------------------------------------------

  int intAdd(int x, int y) {
    return intBinary("add", x, y);
  }

  int intSub(int x, int y) {
    return intBinary("sub", x, y);
  }

  int intMul(int x, int y) {
    return intBinary("mul", x, y);
  }

  int intMax(int x, int y) {
    return intBinary("max", x, y);
  }

  int intMin(int x, int y) {
    return intBinary("min", x, y);
  }

  int intAnd(int x, int y) {
    return intBinary("and", x, y);
  }

  int intOr(int x, int y) {
    return intBinary("or", x, y);
  }

  private int intBinary(String method, int x, int y) {
    code.aload(x).aload(y);
    code.invokevirtual(INT_VECTOR, method, signature(INT_VECTOR, VECTOR));
    return keep();
  }

  /** x / y, lane by lane; 0 where y is 0. */
  int intDiv(int x, int y) {
    code.aload(x).aload(y);
    code.invokestatic(
        Symbols.describe(LaneByLane.class), "div", signature(INT_VECTOR, INT_VECTOR, INT_VECTOR));
    return keep();
  }

  int intNeg(int x) {
    return intUnary("neg", x);
  }

  int intAbs(int x) {
    return intUnary("abs", x);
  }

  private int intUnary(String method, int x) {
    code.aload(x);
    code.invokevirtual(INT_VECTOR, method, signature(INT_VECTOR));
    return keep();
  }

  int shiftLeft(int x, int bits) {
    return shift("LSHL", x, bits);
  }

  /** Keeps the sign. */
  int shiftRight(int x, int bits) {
    return shift("ASHR", x, bits);
  }

  private int shift(String operator, int x, int bits) {
    code.aload(x).getstatic(OPERATORS, operator, Symbols.describe(VectorOperators.Binary.class));
    code.loadConstant(bits);
    code.invokevirtual(INT_VECTOR, "lanewise", signature(INT_VECTOR, BINARY, CD_int));
    return keep();
  }

  // --- between kinds ----------------------------------------------------------------------------

  /** The bits of floating point numbers. */
  int bits(int x) {
    code.aload(x);
    code.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", signature(INT_VECTOR));
    return keep();
  }

  /** The floating point numbers of bits. */
  int fromBits(int x) {
    code.aload(x);
    code.invokevirtual(INT_VECTOR, "reinterpretAsFloats", signature(FLOAT_VECTOR));
    return keep();
  }

  int toInt(int x) {
    return convert("F2I", FLOAT_VECTOR, INT_VECTOR, x);
  }

  int toFloat(int x) {
    return convert("I2F", INT_VECTOR, FLOAT_VECTOR, x);
  }

  private int convert(String operator, ClassDesc from, ClassDesc to, int x) {
    code.aload(x).getstatic(OPERATORS, operator, CONVERSION).iconst_0();
    code.invokevirtual(from, "convert", signature(VECTOR, CONVERSION, CD_int)).checkcast(to);
    return keep();
  }

  // --- masks ------------------------------------------------------------------------------------

  /** x op y for an operator EQ, NE, LT, LE, GT or GE. */
  int compare(String operator, int x, int y) {
    code.aload(x).getstatic(OPERATORS, operator, COMPARISON).aload(y);
    code.invokevirtual(FLOAT_VECTOR, "compare", signature(MASK, COMPARISON, VECTOR));
    return keep();
  }

  /** x op y on integers. */
  int intCompare(String operator, int x, int y) {
    code.aload(x).getstatic(OPERATORS, operator, COMPARISON).aload(y);
    code.invokevirtual(INT_VECTOR, "compare", signature(MASK, COMPARISON, VECTOR));
    floatSpecies();
    code.invokevirtual(MASK, "cast", signature(MASK, SPECIES));
    return keep();
  }

  int maskAnd(int x, int y) {
    code.aload(x).aload(y).invokevirtual(MASK, "and", signature(MASK, MASK));
    return keep();
  }

  int maskOr(int x, int y) {
    code.aload(x).aload(y).invokevirtual(MASK, "or", signature(MASK, MASK));
    return keep();
  }

  int maskNot(int x) {
    code.aload(x).invokevirtual(MASK, "not", signature(MASK));
    return keep();
  }

  /** mask ? x : y. */
  int select(int mask, int x, int y) {
    code.aload(y).aload(x).aload(mask);
    code.invokevirtual(FLOAT_VECTOR, "blend", signature(FLOAT_VECTOR, VECTOR, MASK));
    return keep();
  }

  /** mask ? x : y on integers. */
  int intSelect(int mask, int x, int y) {
    code.aload(y).aload(x).aload(mask);
    intSpecies();
    code.invokevirtual(MASK, "cast", signature(MASK, SPECIES));
    code.invokevirtual(INT_VECTOR, "blend", signature(INT_VECTOR, VECTOR, MASK));
    return keep();
  }
}
