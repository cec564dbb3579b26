package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.scalar.RowTile;
import io.concertina.engine.nativejava.kernel.scalar.ScalarChannelwise;
import io.concertina.engine.nativejava.kernel.scalar.ScalarKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarSparse;
import java.util.function.Supplier;

/** Every loop in plain Java until the JVM has compiled the one in vectors. */
final class DeferredParts implements Parts {

  /** Threefry takes about so many elementary operations per number. */
  private static final int RANDOM_OPERATIONS = 40;

  /** An elementary function takes about so many. */
  private static final int FUNCTION_OPERATIONS = 20;

  private final Trials trials = new Trials(System::nanoTime);
  private final ThreadLocal<RowTile> rowTiles = ThreadLocal.withInitial(RowTile::new);
  private final Width width;
  private final VectorParts vectors;
  private final Kernels scalar = new ScalarKernels();

  DeferredParts(Width width) {
    this.width = width;
    this.vectors = new VectorParts(width);
  }

  @Override
  public DeferredTile tile(TileForm form) {
    Tile plain = new PlainTile(form, width.lanes(), rowTiles::get);
    Tile rest = new PlainTile(form.accumulating(), width.lanes(), rowTiles::get);
    Deferred<Tile> deferred = defer(plain, () -> TileAssembler.assemble(form, width));
    return new DeferredTile(deferred, rest, form, width.lanes());
  }

  @Override
  public DeferredGathered tile(GatheredForm form) {
    Deferred<GatheredTile> deferred =
        defer(gathered(form, form.accumulate()), () -> GatheredAssembler.assemble(form, width));
    return new DeferredGathered(deferred, gathered(form, true), form, width.lanes());
  }

  private GatheredTile gathered(GatheredForm form, boolean accumulate) {
    int others = (form.vectors() - 1) * width.lanes();
    int count = form.rows().size();
    return (p, end, a, aAt, rows, row, shared, right, b, bAt, c, cAt, targets, lastColumns) ->
        rowTiles
            .get()
            .gather(
                accumulate,
                count,
                others + lastColumns,
                p,
                end,
                a,
                aAt,
                rows,
                row,
                shared,
                right,
                b,
                bAt,
                c,
                cAt,
                targets);
  }

  @Override
  public Deferred<HeldTile> tile(HeldForm form) {
    int others = (form.vectors() - 1) * width.lanes();
    int[] shared = form.shared().stream().mapToInt(Integer::intValue).toArray();
    int[] right = form.right().stream().mapToInt(Integer::intValue).toArray();
    HeldTile plain =
        (a, aAt, rows, b, bAt, c, cAt, targets, lastColumns) ->
            rowTiles
                .get()
                .gather(
                    false,
                    rows.length,
                    others + lastColumns,
                    0,
                    shared.length,
                    a,
                    aAt,
                    rows,
                    0,
                    shared,
                    right,
                    b,
                    bAt,
                    c,
                    cAt,
                    targets);
    return defer(plain, () -> HeldAssembler.assemble(form, width));
  }

  @Override
  public GatheredProduct channelwise(
      boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    GatheredProduct plain =
        (aAt, bAt, cAt) -> ScalarChannelwise.run(accumulate, shape, a, aAt, b, bAt, c, cAt);
    Deferred<GatheredProduct> product =
        defer(plain, () -> vectors.channelwise(accumulate, shape, a, b, c));
    long work = shape.work();
    return (aAt, bAt, cAt) -> {
      GatheredProduct form = product.form(work);
      form.run(aAt, bAt, cAt);
      product.done(form, work);
    };
  }

  @Override
  public RowProduct rowProduct() {
    RowProduct plain =
        (accumulate, fromColumn, toColumn, k, a, aAt, aStride, b, bAt, bStride, c, cAt) -> {
          for (int j = fromColumn; j < toColumn; j += RowTile.COLUMNS) {
            int columns = Math.min(RowTile.COLUMNS, toColumn - j);
            // The row is a column of A, whose elements are a stride apart.
            rowTiles
                .get()
                .multiply(
                    true,
                    accumulate,
                    1,
                    columns,
                    k,
                    a,
                    aAt,
                    aStride,
                    b,
                    bAt + j,
                    bStride,
                    c,
                    cAt + j,
                    0);
          }
        };
    Deferred<RowProduct> row = defer(plain, vectors::rowProduct);
    return (accumulate, fromColumn, toColumn, k, a, aAt, aStride, b, bAt, bStride, c, cAt) -> {
      long work = (long) k * (toColumn - fromColumn);
      RowProduct form = row.form(work);
      form.run(accumulate, fromColumn, toColumn, k, a, aAt, aStride, b, bAt, bStride, c, cAt);
      row.done(form, work);
    };
  }

  @Override
  public Transposition transposition() {
    int lanes = width.lanes();
    LayoutKernels layouts = scalar.layouts();
    Transposition plain =
        (blocks, x, xAt, xStride, y, yAt, yStride) ->
            layouts.transpose(lanes, blocks * lanes, x, xAt, xStride, y, yAt, yStride);
    Deferred<Transposition> blocked = defer(plain, vectors::transposition);
    long size = (long) lanes * lanes;
    return (blocks, x, xAt, xStride, y, yAt, yStride) -> {
      Transposition form = blocked.form(size * blocks);
      form.blocks(blocks, x, xAt, xStride, y, yAt, yStride);
      blocked.done(form, size * blocks);
    };
  }

  @Override
  public ElementwiseKernel elementwise(ElementwiseProgram program) {
    long length = program.instructions().stream().mapToInt(DeferredParts::operations).sum();
    ElementwiseKernel plain = scalar.elementwise(program);
    return new DeferredElementwise(
        plain, defer(plain, () -> vectors.elementwise(program)), length, width.lanes());
  }

  private static int operations(Instruction instruction) {
    if (instruction instanceof Instruction.FloatBinary binary && binary.op() == BinaryOp.POW) {
      return 2 * FUNCTION_OPERATIONS;
    }
    if (!(instruction instanceof Instruction.FloatUnary unary)) {
      return 1;
    }
    return switch (unary.op()) {
      case NEG, ABS, SIGN, SQRT, RSQRT, FLOOR, ROUND -> 1;
      case EXP, LOG, EXPM1, LOG1P, TANH, SIGMOID, ERF -> FUNCTION_OPERATIONS;
    };
  }

  @Override
  public ReductionKernels reductions() {
    return new DeferredReductions(defer(scalar.reductions(), vectors::reductions));
  }

  @Override
  public SparseKernels sparse() {
    int lanes = width.lanes();
    return new DeferredSparse(lanes, defer(new ScalarSparse(lanes), vectors::sparse));
  }

  @Override
  public RandomKernels random() {
    Deferred<RandomKernels> random = defer(scalar.random(), vectors::random);
    return (streamKey, from, count, target, at) -> {
      long work = (long) count * RANDOM_OPERATIONS;
      RandomKernels form = random.form(work);
      form.bits(streamKey, from, count, target, at);
      random.done(form, work);
    };
  }

  private <T> Deferred<T> defer(T plain, Supplier<T> maker) {
    return new Deferred<>(plain, maker, trials);
  }
}
