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
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Assembles the tiles that hold B. In Java:
 *
 * <pre>{@code
 * FloatVector b00 = fromArray(SPECIES, b, bAt), ...;
 * for (int i = 0; i < rows.length; i += 2) {                // or row by row
 *   int from = aAt + rows[i];
 *   FloatVector x = broadcast(SPECIES, a[from + DISTANCE]);   // = SHARED_p or PAIR + SHARED_p
 *   sum00 = x.fma(bp0, sum00); ...
 *   sum00.intoArray(c, cAt + targets[i]); ...
 * }
 * }</pre>
 *
 * <p>The order of a row's sums is that of the shared axis, whose distances grow.
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
    int i = code.allocateLocal(TypeKind.INT);
    int at = code.allocateLocal(TypeKind.INT);
    Label test = code.newLabel();
    Label body = code.newLabel();
    code.iconst_0().istore(i).goto_(test).labelBinding(body);
    code.iload(A_AT).aload(ROWS).iload(i).iaload().iadd().istore(at);
    int together = form.pair() == 0 ? 1 : 2;
    int[] sums = new int[together * form.vectors()];
    for (int sum = 0; sum < sums.length; sum++) {
      sums[sum] = vectors.zero();
    }
    numbers(at, together, b, sums);
    for (int row = 0; row < together; row++) {
      code.aload(TARGETS).iload(i).loadConstant(row).iadd().iaload().iload(C_AT).iadd().istore(at);
      for (int v = 0; v < form.vectors(); v++) {
        int sum = sums[row * form.vectors() + v];
        code.aload(sum).aload(C).iload(at).loadConstant(v * lanes).iadd();
        vectors.store(mask(v, mask));
      }
    }
    code.iinc(i, together);
    code.labelBinding(test).iload(i).aload(ROWS).arraylength().if_icmplt(body);
    code.return_();
  }

  /** Multiplies each number of A by all that it meets, of one row or of two. */
  private void numbers(int at, int together, int[] b, int[] sums) {
    SortedMap<Integer, List<Integer>> uses = new TreeMap<>();
    for (int row = 0; row < together; row++) {
      for (int p = 0; p < form.shared().size(); p++) {
        int distance = form.shared().get(p) + row * form.pair();
        uses.computeIfAbsent(distance, _ -> new ArrayList<>()).add(row * b.length + p);
      }
    }
    uses.forEach(
        (distance, all) -> {
          vectors.floatSpecies();
          code.aload(A).iload(at).loadConstant(distance).iadd().faload();
          int x = vectors.broadcast();
          for (int use : all) {
            for (int v = 0; v < form.vectors(); v++) {
              int sum = use / b.length * form.vectors() + v;
              int right = b[use % b.length * form.vectors() + v];
              vectors.fma(x, right, sums[sum], sums[sum]);
            }
          }
        });
  }

  private int mask(int i, int mask) {
    return i % form.vectors() == form.vectors() - 1 ? mask : VectorCode.NO_MASK;
  }
}
