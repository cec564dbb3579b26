package io.concertina.engine.nativejava.kernel.simd;

import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOATS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOAT_VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.INTS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.INT_VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.MASK;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.SPECIES;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.signature;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Assembles an elementwise program into one loop over vectors, all values in registers.
 *
 * <p>The method {@code run} holds, per row, the main loop over full vectors and calls {@code tail}
 * for the columns that remain, where loads and stores are masked. They are two methods so that each
 * stays below the size that C2 compiles.
 */
final class ElementwiseAssembler {

  /** HotSpot leaves methods above 8000 bytes to the interpreter. */
  private static final int LONGEST_METHOD = 7900;

  private static final MethodTypeDesc RUN =
      signature(
          CD_void,
          CD_int,
          CD_int,
          CD_int,
          CD_int,
          FLOATS.arrayType(),
          INTS.arrayType(),
          INTS,
          INTS);

  /** Row, first column, column after the last, and the last four parameters of {@code run}. */
  private static final MethodTypeDesc TAIL =
      signature(CD_void, CD_int, CD_int, CD_int, FLOATS.arrayType(), INTS.arrayType(), INTS, INTS);

  private final ElementwiseProgram program;
  private final Width width;
  private final CodeBuilder code;
  private final VectorCode vectors;
  private final int[] arrays;
  private final int[] bases;
  private final int[] broadcasts;

  private ElementwiseAssembler(ElementwiseProgram program, Width width, CodeBuilder code) {
    this.program = program;
    this.width = width;
    this.code = code;
    this.vectors = new VectorCode(code, width);
    this.arrays = new int[program.slots()];
    this.bases = new int[program.slots()];
    this.broadcasts = new int[program.inputs().size()];
  }

  /** The kernel of a program; one that is too long for the compiler is run in two parts. */
  static ElementwiseKernel assemble(ElementwiseProgram program, Width width) {
    byte[] bytes =
        Symbols.assemble(
            "Elementwise" + width.bits(),
            ElementwiseKernel.class,
            (builder, self) -> {
              builder.withMethodBody(
                  "run",
                  RUN,
                  ClassFile.ACC_PUBLIC,
                  code -> new ElementwiseAssembler(program, width, code).run(self));
              builder.withMethodBody(
                  "tail",
                  TAIL,
                  ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                  code -> new ElementwiseAssembler(program, width, code).tail());
            });
    if (longestMethod(bytes) > LONGEST_METHOD && program.instructions().size() > 1) {
      return SplitElementwise.of(program, part -> assemble(part, width));
    }
    return Symbols.instance(bytes, ElementwiseKernel.class);
  }

  private static int longestMethod(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
        .mapToInt(CodeAttribute::codeLength)
        .max()
        .orElseThrow();
  }

  private void run(ClassDesc self) {
    int fromRow = 1;
    int toRow = 2;
    int fromColumn = 3;
    int toColumn = 4;
    loadArrays(5, 6);
    int row = code.allocateLocal(TypeKind.INT);
    int column = code.allocateLocal(TypeKind.INT);
    int lastFull = code.allocateLocal(TypeKind.INT);
    code.iload(toColumn).loadConstant(width.lanes()).isub().istore(lastFull);
    code.iload(fromRow).istore(row);
    Label rowTest = code.newLabel();
    Label rowBody = code.newLabel();
    code.goto_(rowTest).labelBinding(rowBody);
    startRow(row, 7, 8);
    code.iload(fromColumn).istore(column);
    Label columnTest = code.newLabel();
    Label columnBody = code.newLabel();
    code.goto_(columnTest).labelBinding(columnBody);
    body(column, -1);
    code.iinc(column, width.lanes());
    code.labelBinding(columnTest).iload(column).iload(lastFull).if_icmple(columnBody);
    Label done = code.newLabel();
    code.iload(column).iload(toColumn).if_icmpge(done);
    code.iload(row).iload(column).iload(toColumn).aload(5).aload(6).aload(7).aload(8);
    code.invokestatic(self, "tail", TAIL);
    code.labelBinding(done);
    code.iinc(row, 1);
    code.labelBinding(rowTest).iload(row).iload(toRow).if_icmplt(rowBody);
    code.return_();
  }

  private void tail() {
    int row = 0;
    int column = 1;
    int toColumn = 2;
    loadArrays(3, 4);
    startRow(row, 5, 6);
    vectors.floatSpecies();
    code.iload(column).iload(toColumn);
    code.invokeinterface(SPECIES, "indexInRange", signature(MASK, CD_int, CD_int));
    body(column, vectors.keep());
    code.return_();
  }

  private void loadArrays(int floats, int ints) {
    for (int slot = 0; slot < arrays.length; slot++) {
      arrays[slot] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(program.slotKind(slot) == Kind.FLOAT ? floats : ints);
      code.loadConstant(slot).aaload().astore(arrays[slot]);
    }
  }

  /** The position of each slot's row, and the vectors of broadcast inputs. */
  private void startRow(int row, int at, int rowStride) {
    for (int slot = 0; slot < bases.length; slot++) {
      bases[slot] = code.allocateLocal(TypeKind.INT);
      code.aload(at).loadConstant(slot).iaload();
      code.iload(row).aload(rowStride).loadConstant(slot).iaload().imul().iadd();
      code.istore(bases[slot]);
    }
    for (int slot = 0; slot < broadcasts.length; slot++) {
      if (program.inputs().get(slot).access() == Access.BROADCAST) {
        broadcasts[slot] = broadcast(slot);
      }
    }
  }

  private int broadcast(int slot) {
    boolean isFloat = program.slotKind(slot) == Kind.FLOAT;
    ClassDesc vector = isFloat ? FLOAT_VECTOR : INT_VECTOR;
    if (isFloat) {
      vectors.floatSpecies();
      code.aload(arrays[slot]).iload(bases[slot]).faload();
    } else {
      vectors.intSpecies();
      code.aload(arrays[slot]).iload(bases[slot]).iaload();
    }
    code.invokestatic(vector, "broadcast", signature(vector, SPECIES, isFloat ? CD_float : CD_int));
    return vectors.keep();
  }

  /** Loads, computes and stores one vector of each; {@code mask} is -1 for full vectors. */
  private void body(int column, int mask) {
    int intMask = mask;
    if (mask >= 0) {
      code.aload(mask);
      vectors.intSpecies();
      code.invokevirtual(MASK, "cast", signature(MASK, SPECIES));
      intMask = vectors.keep();
    }
    ProgramCode values = new ProgramCode(program, vectors);
    for (int slot = 0; slot < program.inputs().size(); slot++) {
      boolean isVector = program.inputs().get(slot).access() == Access.VECTOR;
      values.input(slot, isVector ? load(slot, column, mask, intMask) : broadcasts[slot]);
    }
    values.compute();
    for (int output = 0; output < program.outputs().size(); output++) {
      int slot = program.inputs().size() + output;
      store(values.output(output), slot, column, mask, intMask);
    }
  }

  private int load(int slot, int column, int mask, int intMask) {
    boolean isFloat = program.slotKind(slot) == Kind.FLOAT;
    ClassDesc vector = isFloat ? FLOAT_VECTOR : INT_VECTOR;
    ClassDesc array = isFloat ? FLOATS : INTS;
    if (isFloat) {
      vectors.floatSpecies();
    } else {
      vectors.intSpecies();
    }
    code.aload(arrays[slot]).iload(bases[slot]).iload(column).iadd();
    if (mask < 0) {
      code.invokestatic(vector, "fromArray", signature(vector, SPECIES, array, CD_int));
    } else {
      code.aload(isFloat ? mask : intMask);
      code.invokestatic(vector, "fromArray", signature(vector, SPECIES, array, CD_int, MASK));
    }
    return vectors.keep();
  }

  private void store(int value, int slot, int column, int mask, int intMask) {
    boolean isFloat = program.slotKind(slot) == Kind.FLOAT;
    ClassDesc vector = isFloat ? FLOAT_VECTOR : INT_VECTOR;
    ClassDesc array = isFloat ? FLOATS : INTS;
    code.aload(value).aload(arrays[slot]).iload(bases[slot]).iload(column).iadd();
    if (mask < 0) {
      code.invokevirtual(vector, "intoArray", signature(CD_void, array, CD_int));
    } else {
      code.aload(isFloat ? mask : intMask);
      code.invokevirtual(vector, "intoArray", signature(CD_void, array, CD_int, MASK));
    }
  }
}
