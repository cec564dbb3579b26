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
 * Assembles the tiles of gathered products. The code of one of R rows, V vectors and groups of T,
 * in Java:
 *
 * <pre>{@code
 * int from = aAt + rows[row];
 * FloatVector sum00 = zero, ..., sumRV = zero;                 // or loaded from C
 * for (int q = p; q < end; q += T) {
 *   int at = from + shared[q];
 *   int bt = bAt + right[q];
 *   FloatVector b00 = fromArray(SPECIES, b, bt + RIGHT_0), ..., bTV = ...;
 *   FloatVector x = broadcast(SPECIES, a[at + DISTANCE]);      // = ROW_r + TAP_t, in ascending order
 *   sumr0 = x.fma(bt0, sumr0); ...                             // for all r and t of that distance
 * }
 * sum00.intoArray(c, cAt + targets[row]); ...
 * }</pre>
 *
 * <p>One flat loop, because sums that are carried round nested loops are not sure to stay in
 * registers; constants for distances, so that they become part of addresses. Where rows overlap, as
 * neighbouring windows do, they share what is broadcast.
 */
final class GatheredAssembler {

  private static final MethodTypeDesc RUN =
      signature(
          CD_void, CD_int, CD_int, FLOATS, CD_int, INTS, CD_int, INTS, INTS, FLOATS, CD_int, FLOATS,
          CD_int, INTS, CD_int);

  // Parameters of GatheredTile.run.
  private static final int P = 1;
  private static final int END = 2;
  private static final int A = 3;
  private static final int A_AT = 4;
  private static final int ROWS = 5;
  private static final int ROW = 6;
  private static final int SHARED = 7;
  private static final int RIGHT = 8;
  private static final int B = 9;
  private static final int B_AT = 10;
  private static final int C = 11;
  private static final int C_AT = 12;
  private static final int TARGETS = 13;
  private static final int LAST_COLUMNS = 14;

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
            "Gathered%dx%dx%d".formatted(form.rows().size(), form.vectors(), form.taps().size()),
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
    int[] targets = positions(C_AT, TARGETS, form.rows().size());
    int[] sums = new int[form.rows().size() * form.vectors()];
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
    int[] from = positions(A_AT, ROWS, form.table() ? form.rows().size() : 1);
    int at = code.allocateLocal(TypeKind.INT);
    int bt = code.allocateLocal(TypeKind.INT);
    Label test = code.newLabel();
    Label body = code.newLabel();
    code.goto_(test).labelBinding(body);
    code.aload(SHARED).iload(P).iaload().istore(at);
    code.aload(RIGHT).iload(P).iaload().iload(B_AT).iadd().istore(bt);
    int[] b = new int[form.taps().size() * form.vectors()];
    for (int i = 0; i < b.length; i++) {
      vectors.floatSpecies();
      code.aload(B).iload(bt);
      int offset = form.rights().get(i / form.vectors()) + i % form.vectors() * lanes;
      code.loadConstant(offset).iadd();
      b[i] = vectors.load(mask(i, mask));
    }
    if (form.table()) {
      for (int r = 0; r < from.length; r++) {
        code.iload(at).iload(from[r]).iadd();
        multiply(List.of(new Use(r, 0)), b, sums);
      }
    } else {
      code.iload(at).iload(from[0]).iadd().istore(at);
      uses()
          .forEach(
              (distance, uses) -> {
                code.iload(at).loadConstant(distance).iadd();
                multiply(uses, b, sums);
              });
    }
    code.iinc(P, form.taps().size());
    code.labelBinding(test).iload(P).iload(END).if_icmplt(body);
  }

  /**
   * A number of A that a row meets.
   *
   * @param row which row of the tile
   * @param tap which element of the group
   */
  private record Use(int row, int tap) {}

  /** Who uses the number at each distance from the first. */
  private SortedMap<Integer, List<Use>> uses() {
    SortedMap<Integer, List<Use>> uses = new TreeMap<>();
    for (int tap = 0; tap < form.taps().size(); tap++) {
      for (int row = 0; row < form.rows().size(); row++) {
        int distance = form.rows().get(row) + form.taps().get(tap);
        uses.computeIfAbsent(distance, _ -> new ArrayList<>()).add(new Use(row, tap));
      }
    }
    return uses;
  }

  /** Multiplies the number whose position is on the stack by what each user meets. */
  private void multiply(List<Use> uses, int[] b, int[] sums) {
    int at = code.allocateLocal(TypeKind.INT);
    code.istore(at);
    vectors.floatSpecies();
    code.aload(A).iload(at).faload();
    int x = vectors.broadcast();
    for (Use use : uses) {
      for (int v = 0; v < form.vectors(); v++) {
        int sum = sums[use.row() * form.vectors() + v];
        vectors.fma(x, b[use.tap() * form.vectors() + v], sum, sum);
      }
    }
  }
}
