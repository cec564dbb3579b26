package io.concertina.engine.nativejava.kernel.simd;

import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOATS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOAT_VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.MASK;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.SPECIES;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.signature;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Assembles the transposition of square blocks in registers.
 *
 * <p>With L lanes there are log₂ L stages. Stage s = 1, 2, 4, ... looks at rows in pairs (r, r + s)
 * and exchanges the lanes with bit s set of row r with those without of row r + s: one shuffle and
 * one selection per row and stage.
 */
final class TranspositionAssembler {

  private static final MethodTypeDesc BLOCKS =
      signature(CD_void, CD_int, FLOATS, CD_int, CD_int, FLOATS, CD_int, CD_int);
  private static final ClassDesc SHUFFLE = Symbols.describe(VectorShuffle.class);

  // Parameters of Transposition.blocks.
  private static final int COUNT = 1;
  private static final int X = 2;
  private static final int X_AT = 3;
  private static final int X_STRIDE = 4;
  private static final int Y = 5;
  private static final int Y_AT = 6;
  private static final int Y_STRIDE = 7;

  private final Width width;
  private final ClassDesc self;
  private final CodeBuilder code;
  private final VectorCode vectors;

  private TranspositionAssembler(Width width, ClassDesc self, CodeBuilder code) {
    this.width = width;
    this.self = self;
    this.code = code;
    this.vectors = new VectorCode(code, width);
  }

  /** The transposition of a width. */
  static Transposition assemble(Width width) {
    byte[] bytes =
        Symbols.assemble(
            "Transposition" + width.bits(),
            Transposition.class,
            (builder, self) -> {
              constants(builder, self, width);
              builder.withMethodBody(
                  "blocks",
                  BLOCKS,
                  ClassFile.ACC_PUBLIC,
                  code -> new TranspositionAssembler(width, self, code).blocks());
            });
    return Symbols.instance(bytes, Transposition.class);
  }

  /** Lane l of the result is lane l + by, around the end. Called by assembled classes. */
  static VectorShuffle<Float> rotation(VectorSpecies<Float> species, int by) {
    int lanes = species.length();
    return VectorShuffle.fromOp(species, lane -> Math.floorMod(lane + by, lanes));
  }

  /** The lanes whose number has the bit. Called by assembled classes. */
  static VectorMask<Float> lanesWith(VectorSpecies<Float> species, int bit) {
    boolean[] lanes = new boolean[species.length()];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(species, lanes, 0);
  }

  /** Static final fields UPs, DOWNs and WITHs per stage s. */
  private static void constants(ClassBuilder builder, ClassDesc self, Width width) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
    for (int s = 1; s < width.lanes(); s *= 2) {
      builder.withField("UP" + s, SHUFFLE, flags);
      builder.withField("DOWN" + s, SHUFFLE, flags);
      builder.withField("WITH" + s, MASK, flags);
    }
    builder.withMethodBody(
        ConstantDescs.CLASS_INIT_NAME,
        ConstantDescs.MTD_void,
        ClassFile.ACC_STATIC,
        code -> {
          VectorCode vectors = new VectorCode(code, width);
          ClassDesc here = Symbols.describe(TranspositionAssembler.class);
          for (int s = 1; s < width.lanes(); s *= 2) {
            vectors.floatSpecies();
            code.loadConstant(-s);
            code.invokestatic(here, "rotation", signature(SHUFFLE, SPECIES, CD_int));
            code.putstatic(self, "UP" + s, SHUFFLE);
            vectors.floatSpecies();
            code.loadConstant(s);
            code.invokestatic(here, "rotation", signature(SHUFFLE, SPECIES, CD_int));
            code.putstatic(self, "DOWN" + s, SHUFFLE);
            vectors.floatSpecies();
            code.loadConstant(s);
            code.invokestatic(here, "lanesWith", signature(MASK, SPECIES, CD_int));
            code.putstatic(self, "WITH" + s, MASK);
          }
          code.return_();
        });
  }

  private void blocks() {
    int block = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(block);
    Label test = code.newLabel();
    Label body = code.newLabel();
    code.goto_(test).labelBinding(body);
    int[] rows = load();
    for (int s = 1; s < width.lanes(); s *= 2) {
      exchange(rows, s);
    }
    store(rows);
    code.iload(X_AT).loadConstant(width.lanes()).iadd().istore(X_AT);
    code.iload(Y_AT).iload(Y_STRIDE).loadConstant(width.lanes()).imul().iadd().istore(Y_AT);
    code.iinc(block, 1);
    code.labelBinding(test).iload(block).iload(COUNT).if_icmplt(body);
    code.return_();
  }

  private int[] load() {
    int[] rows = new int[width.lanes()];
    for (int r = 0; r < rows.length; r++) {
      vectors.floatSpecies();
      code.aload(X).iload(X_AT).iload(X_STRIDE).loadConstant(r).imul().iadd();
      code.invokestatic(
          FLOAT_VECTOR, "fromArray", signature(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
      rows[r] = vectors.keep();
    }
    return rows;
  }

  private void exchange(int[] rows, int s) {
    for (int r = 0; r < rows.length; r++) {
      if ((r & s) == 0) {
        int low = rows[r];
        int high = rows[r + s];
        rows[r] = blend(low, rearrange(high, "UP" + s), s);
        rows[r + s] = blend(rearrange(low, "DOWN" + s), high, s);
      }
    }
  }

  private int rearrange(int row, String shuffle) {
    code.aload(row).getstatic(self, shuffle, SHUFFLE);
    code.invokevirtual(FLOAT_VECTOR, "rearrange", signature(FLOAT_VECTOR, SHUFFLE));
    return vectors.keep();
  }

  private int blend(int without, int with, int s) {
    code.aload(without).aload(with).getstatic(self, "WITH" + s, MASK);
    code.invokevirtual(FLOAT_VECTOR, "blend", signature(FLOAT_VECTOR, VECTOR, MASK));
    return vectors.keep();
  }

  private void store(int[] rows) {
    for (int r = 0; r < rows.length; r++) {
      code.aload(rows[r]).aload(Y).iload(Y_AT).iload(Y_STRIDE).loadConstant(r).imul().iadd();
      code.invokevirtual(FLOAT_VECTOR, "intoArray", signature(CD_void, FLOATS, CD_int));
    }
  }
}
