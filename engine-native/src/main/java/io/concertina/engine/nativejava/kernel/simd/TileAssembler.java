package io.concertina.engine.nativejava.kernel.simd;

import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOATS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOAT_VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.MASK;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.SPECIES;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.VECTOR;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.signature;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;

/**
 * Assembles the tiles of a matrix product.
 *
 * <p>The code of a tile of R rows and V vectors, in Java:
 *
 * <pre>{@code
 * FloatVector sum00 = zero, ..., sumRV = zero;          // or loaded from C
 * for (int p = 0; p < k; p++) {
 *   FloatVector b0 = fromArray(SPECIES, b, bAt + p * V * lanes), ...;   // or bAt + p * bStride
 *   FloatVector x = broadcast(SPECIES, a[row0 + p]);    // or a[aAt + p * aStride + 0]
 *   sum00 = x.fma(b0, sum00); ...
 * }
 * sum00.intoArray(c, cAt); ...
 * }</pre>
 */
final class TileAssembler {

  private static final MethodTypeDesc RUN =
      signature(
          CD_void, CD_int, CD_int, FLOATS, CD_int, CD_int, FLOATS, CD_int, CD_int, FLOATS, CD_int,
          CD_int, CD_int);

  // Parameters of Tile.run.
  private static final int K = 2;
  private static final int A = 3;
  private static final int A_AT = 4;
  private static final int A_STRIDE = 5;
  private static final int B = 6;
  private static final int B_AT = 7;
  private static final int B_STRIDE = 8;
  private static final int C = 9;
  private static final int C_AT = 10;
  private static final int C_STRIDE = 11;
  private static final int LAST_COLUMNS = 12;

  private final TileForm form;
  private final Width width;
  private final CodeBuilder code;
  private final int[][] sums;
  private final int mask;

  private TileAssembler(TileForm form, Width width, CodeBuilder code) {
    this.form = form;
    this.width = width;
    this.code = code;
    this.sums = new int[form.rows()][form.vectors()];
    this.mask = form.masked() ? code.allocateLocal(TypeKind.REFERENCE) : -1;
  }

  /** The tile of a form. */
  static Tile assemble(TileForm form, Width width) {
    String name =
        "Tile%dx%d%s"
            .formatted(form.rows(), form.vectors(), form.transposeLeft() ? "Transposed" : "");
    byte[] bytes =
        Symbols.assemble(
            name,
            Tile.class,
            (builder, self) ->
                builder.withMethodBody(
                    "run",
                    RUN,
                    ClassFile.ACC_PUBLIC,
                    code -> new TileAssembler(form, width, code).run()));
    return Symbols.instance(bytes, Tile.class);
  }

  private void run() {
    if (form.masked()) {
      species();
      code.iconst_0().iload(LAST_COLUMNS);
      code.invokeinterface(SPECIES, "indexInRange", signature(MASK, CD_int, CD_int));
      code.astore(mask);
    }
    start();
    chain();
    finish();
    code.return_();
  }

  private void start() {
    int row = rowOfC();
    for (int r = 0; r < form.rows(); r++) {
      for (int v = 0; v < form.vectors(); v++) {
        sums[r][v] = code.allocateLocal(TypeKind.REFERENCE);
        species();
        if (form.accumulate()) {
          code.aload(C);
          vectorOfC(row, v);
          load(isMasked(v));
        } else {
          code.invokestatic(FLOAT_VECTOR, "zero", signature(FLOAT_VECTOR, SPECIES));
        }
        code.astore(sums[r][v]);
      }
      nextRowOfC(row);
    }
  }

  private void chain() {
    int[] rows = form.transposeLeft() ? new int[0] : rowsOfA();
    int p = code.allocateLocal(TypeKind.INT);
    int at = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(p);
    if (form.transposeLeft()) {
      code.iload(A_AT).istore(at);
    }
    Label test = code.newLabel();
    Label body = code.newLabel();
    code.goto_(test).labelBinding(body);
    int[] panel = loadPanel(p);
    for (int r = 0; r < form.rows(); r++) {
      species();
      code.aload(A);
      if (form.transposeLeft()) {
        code.iload(at).loadConstant(r).iadd();
      } else {
        code.iload(rows[r]).iload(p).iadd();
      }
      code.faload();
      code.invokestatic(FLOAT_VECTOR, "broadcast", signature(FLOAT_VECTOR, SPECIES, CD_float));
      int x = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(x);
      for (int v = 0; v < form.vectors(); v++) {
        code.aload(x).aload(panel[v]).aload(sums[r][v]);
        code.invokevirtual(FLOAT_VECTOR, "fma", signature(FLOAT_VECTOR, VECTOR, VECTOR));
        code.astore(sums[r][v]);
      }
    }
    if (form.transposeLeft()) {
      code.iload(at).iload(A_STRIDE).iadd().istore(at);
    }
    if (!form.packed()) {
      code.iload(B_AT).iload(B_STRIDE).iadd().istore(B_AT);
    }
    code.iinc(p, 1);
    code.labelBinding(test).iload(p).iload(K).if_icmplt(body);
  }

  private int[] rowsOfA() {
    int[] rows = new int[form.rows()];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = code.allocateLocal(TypeKind.INT);
      code.iload(A_AT).iload(A_STRIDE).loadConstant(r).imul().iadd().istore(rows[r]);
    }
    return rows;
  }

  private int[] loadPanel(int p) {
    int[] panel = new int[form.vectors()];
    for (int v = 0; v < panel.length; v++) {
      species();
      code.aload(B).iload(B_AT);
      if (form.packed()) {
        code.iload(p).loadConstant(form.vectors() * width.lanes()).imul().iadd();
      }
      code.loadConstant(v * width.lanes()).iadd();
      load(!form.packed() && isMasked(v));
      panel[v] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(panel[v]);
    }
    return panel;
  }

  private void finish() {
    int row = rowOfC();
    for (int r = 0; r < form.rows(); r++) {
      for (int v = 0; v < form.vectors(); v++) {
        code.aload(sums[r][v]).aload(C);
        vectorOfC(row, v);
        if (isMasked(v)) {
          code.aload(mask);
          code.invokevirtual(FLOAT_VECTOR, "intoArray", signature(CD_void, FLOATS, CD_int, MASK));
        } else {
          code.invokevirtual(FLOAT_VECTOR, "intoArray", signature(CD_void, FLOATS, CD_int));
        }
      }
      nextRowOfC(row);
    }
  }

  private boolean isMasked(int vector) {
    return form.masked() && vector == form.vectors() - 1;
  }

  private int rowOfC() {
    int row = code.allocateLocal(TypeKind.INT);
    code.iload(C_AT).istore(row);
    return row;
  }

  private void vectorOfC(int row, int vector) {
    code.iload(row).loadConstant(vector * width.lanes()).iadd();
  }

  private void nextRowOfC(int row) {
    code.iload(row).iload(C_STRIDE).iadd().istore(row);
  }

  private void species() {
    code.getstatic(FLOAT_VECTOR, "SPECIES_" + width.bits(), SPECIES);
  }

  /** Loads a vector; the species, array and position are on the stack. */
  private void load(boolean masked) {
    if (masked) {
      code.aload(mask);
      code.invokestatic(
          FLOAT_VECTOR, "fromArray", signature(FLOAT_VECTOR, SPECIES, FLOATS, CD_int, MASK));
    } else {
      code.invokestatic(
          FLOAT_VECTOR, "fromArray", signature(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
    }
  }
}
