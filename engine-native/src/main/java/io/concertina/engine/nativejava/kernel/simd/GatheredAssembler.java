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

/**
 * Assembles the tiles of gathered products. The code of one of R rows and V vectors, in Java:
 *
 * <pre>{@code
 * int from = aAt + rows[row];
 * FloatVector sum00 = zero, ..., sumRV = zero;               // or loaded from C
 * for (int q = 0; q < k; q++) {
 *   int at = from + shared[p + q];
 *   FloatVector b0 = fromArray(SPECIES, b, bAt), ...;
 *   FloatVector x = broadcast(SPECIES, a[at + r * STEP]);    // or a[from_r + shared[p + q]]
 *   sumr0 = x.fma(b0, sumr0); ...
 *   bAt += STRIDE;
 * }
 * sum00.intoArray(c, cAt + targets[row]); ...
 * }</pre>
 *
 * <p>One flat loop, because sums that are carried round nested loops are not sure to stay in
 * registers; constants for distances, so that they become part of addresses.
 */
final class GatheredAssembler {

  private static final MethodTypeDesc RUN =
      signature(
          CD_void, CD_int, FLOATS, CD_int, INTS, CD_int, INTS, CD_int, FLOATS, CD_int, FLOATS,
          CD_int, INTS, CD_int);

  // Parameters of GatheredTile.run.
  private static final int K = 1;
  private static final int A = 2;
  private static final int A_AT = 3;
  private static final int ROWS = 4;
  private static final int ROW = 5;
  private static final int SHARED = 6;
  private static final int P = 7;
  private static final int B = 8;
  private static final int B_AT = 9;
  private static final int C = 10;
  private static final int C_AT = 11;
  private static final int TARGETS = 12;
  private static final int LAST_COLUMNS = 13;

  private final GatheredForm form;
  private final CodeBuilder code;
  private final VectorCode vectors;
  private final int lanes;

  private GatheredAssembler(GatheredForm form, Width width, CodeBuilder code) {
    this.form = form;
    this.code = code;
    this.vectors = new VectorCode(code, width);
    this.lanes = width.lanes();
  }

  /** The tile of a form. */
  static GatheredTile assemble(GatheredForm form, Width width) {
    byte[] bytes =
        Symbols.assemble(
            "Gathered%dx%d".formatted(form.rows(), form.vectors()),
            GatheredTile.class,
            (builder, self) ->
                builder.withMethodBody(
                    "run",
                    RUN,
                    ClassFile.ACC_PUBLIC,
                    code -> new GatheredAssembler(form, width, code).run()));
    return Symbols.instance(bytes, GatheredTile.class);
  }

  private void run() {
    int mask = form.masked() ? vectors.firstLanes(LAST_COLUMNS) : VectorCode.NO_MASK;
    int[] targets = positions(C_AT, TARGETS, form.rows());
    int[] sums = new int[form.rows() * form.vectors()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = form.accumulate() ? loadSum(targets, i, mask) : vectors.zero();
    }
    loop(sums, mask);
    for (int i = 0; i < sums.length; i++) {
      code.aload(sums[i]).aload(C);
      column(targets[i / form.vectors()], i % form.vectors());
      vectors.store(mask(i, mask));
    }
    code.return_();
  }

  private int loadSum(int[] targets, int i, int mask) {
    vectors.floatSpecies();
    code.aload(C);
    column(targets[i / form.vectors()], i % form.vectors());
    return vectors.load(mask(i, mask));
  }

  private int mask(int i, int mask) {
    return i % form.vectors() == form.vectors() - 1 ? mask : VectorCode.NO_MASK;
  }

  private void column(int at, int vector) {
    code.iload(at).loadConstant(vector * lanes).iadd();
  }

  /** Local variables of at + table[row], at + table[row + 1], ... */
  private int[] positions(int at, int table, int count) {
    int[] positions = new int[count];
    for (int r = 0; r < count; r++) {
      positions[r] = code.allocateLocal(TypeKind.INT);
      code.aload(table).iload(ROW).loadConstant(r).iadd().iaload().iload(at).iadd();
      code.istore(positions[r]);
    }
    return positions;
  }

  private void loop(int[] sums, int mask) {
    boolean table = form.step() == GatheredForm.TABLE;
    int[] from = positions(A_AT, ROWS, table ? form.rows() : 1);
    int q = code.allocateLocal(TypeKind.INT);
    int at = code.allocateLocal(TypeKind.INT);
    Label test = code.newLabel();
    Label body = code.newLabel();
    code.iconst_0().istore(q).goto_(test).labelBinding(body);
    code.aload(SHARED).iload(P).iload(q).iadd().iaload();
    if (!table) {
      code.iload(from[0]).iadd();
    }
    code.istore(at);
    int[] b = new int[form.vectors()];
    for (int v = 0; v < b.length; v++) {
      vectors.floatSpecies();
      code.aload(B);
      column(B_AT, v);
      b[v] = vectors.load(mask(v, mask));
    }
    for (int r = 0; r < form.rows(); r++) {
      vectors.floatSpecies();
      code.aload(A).iload(at);
      if (table) {
        code.iload(from[r]).iadd();
      } else {
        code.loadConstant(r * form.step()).iadd();
      }
      code.faload();
      int x = vectors.broadcast();
      for (int v = 0; v < b.length; v++) {
        int i = r * b.length + v;
        vectors.fma(x, b[v], sums[i], sums[i]);
      }
    }
    code.iload(B_AT).loadConstant(form.stride()).iadd().istore(B_AT);
    code.iinc(q, 1);
    code.labelBinding(test).iload(q).iload(K).if_icmplt(body);
  }
}
