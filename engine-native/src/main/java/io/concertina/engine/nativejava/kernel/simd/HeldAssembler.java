package io.concertina.engine.nativejava.kernel.simd;

import static io.concertina.engine.nativejava.kernel.simd.Symbols.FLOATS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.INTS;
import static io.concertina.engine.nativejava.kernel.simd.Symbols.signature;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;

/**
 * Assembles the tiles that hold B. In Java:
 *
 * <pre>{@code
 * FloatVector b00 = fromArray(SPECIES, b, bAt), ...;
 * for (int i = 0; i < rows.length; i++) {
 *   int from = aAt + rows[i];
 *   FloatVector x = broadcast(SPECIES, a[from + SHARED_p]);
 *   sum0 = x.fma(bp0, sum0); ...
 *   sum0.intoArray(c, cAt + targets[i]);
 * }
 * }</pre>
 */
final class HeldAssembler {

  private static final MethodTypeDesc RUN =
      signature(CD_void, FLOATS, CD_int, INTS, FLOATS, CD_int, FLOATS, CD_int, INTS, CD_int);

  // Parameters of HeldTile.run.
  private static final int A = 1;
  private static final int A_AT = 2;
  private static final int ROWS = 3;
  private static final int B = 4;
  private static final int B_AT = 5;
  private static final int C = 6;
  private static final int C_AT = 7;
  private static final int TARGETS = 8;
  private static final int LAST_COLUMNS = 9;

  private final HeldForm form;
  private final CodeBuilder code;
  private final VectorCode vectors;
  private final int lanes;

  private HeldAssembler(HeldForm form, Width width, CodeBuilder code) {
    this.form = form;
    this.code = code;
    this.vectors = new VectorCode(code, width);
    this.lanes = width.lanes();
  }

  /** The tile of a form. */
  static HeldTile assemble(HeldForm form, Width width) {
    byte[] bytes =
        Symbols.assemble(
            "Held%dx%d".formatted(form.shared().size(), form.vectors()),
            HeldTile.class,
            (builder, self) ->
                builder.withMethodBody(
                    "run",
                    RUN,
                    ClassFile.ACC_PUBLIC,
                    code -> new HeldAssembler(form, width, code).run()));
    return Symbols.instance(bytes, HeldTile.class);
  }

  private void run() {
    int mask = form.masked() ? vectors.firstLanes(LAST_COLUMNS) : VectorCode.NO_MASK;
    int[] b = new int[form.shared().size() * form.vectors()];
    for (int i = 0; i < b.length; i++) {
      int offset = form.right().get(i / form.vectors()) + i % form.vectors() * lanes;
      vectors.floatSpecies();
      code.aload(B).iload(B_AT).loadConstant(offset).iadd();
      b[i] = vectors.load(mask(i, mask));
    }
    int zero = vectors.zero();
    int i = code.allocateLocal(TypeKind.INT);
    int at = code.allocateLocal(TypeKind.INT);
    Label test = code.newLabel();
    Label body = code.newLabel();
    code.iconst_0().istore(i).goto_(test).labelBinding(body);
    code.iload(A_AT).aload(ROWS).iload(i).iaload().iadd().istore(at);
    int[] sums = new int[form.vectors()];
    Arrays.fill(sums, zero);
    for (int p = 0; p < form.shared().size(); p++) {
      vectors.floatSpecies();
      code.aload(A).iload(at).loadConstant(form.shared().get(p)).iadd().faload();
      int x = vectors.broadcast();
      for (int v = 0; v < sums.length; v++) {
        sums[v] = vectors.fma(x, b[p * sums.length + v], sums[v]);
      }
    }
    code.iload(C_AT).aload(TARGETS).iload(i).iaload().iadd().istore(at);
    for (int v = 0; v < sums.length; v++) {
      code.aload(sums[v]).aload(C).iload(at).loadConstant(v * lanes).iadd();
      vectors.store(mask(v, mask));
    }
    code.iinc(i, 1);
    code.labelBinding(test).iload(i).aload(ROWS).arraylength().if_icmplt(body);
    code.return_();
  }

  private int mask(int i, int mask) {
    return i % form.vectors() == form.vectors() - 1 ? mask : VectorCode.NO_MASK;
  }
}
