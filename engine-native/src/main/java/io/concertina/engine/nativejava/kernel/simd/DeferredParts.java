package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarSparse;
import java.util.Arrays;

/** Every loop in plain Java until it has much work and in vectors from then on. */
final class DeferredParts implements Parts {

  /** Threefry takes about so many elementary operations per number. */
  private static final int RANDOM_OPERATIONS = 40;

  private final Width width;
  private final VectorParts vectors;
  private final Kernels scalar = new ScalarKernels();

  DeferredParts(Width width) {
    this.width = width;
    this.vectors = new VectorParts(width);
  }

  @Override
  public Tile tile(TileForm form) {
    Deferred<Tile> tile =
        new Deferred<>(new PlainTile(form, width.lanes()), () -> vectors.tile(form));
    long size = (long) form.rows() * form.vectors() * width.lanes();
    return (k, a, aAt, aStride, b, bAt, bStride, c, cAt, cStride, lastColumns) ->
        tile.form(size * k).run(k, a, aAt, aStride, b, bAt, bStride, c, cAt, cStride, lastColumns);
  }

  @Override
  public RowProduct rowProduct() {
    RowProduct plain =
        (accumulate, fromColumn, toColumn, k, a, aAt, aStride, b, bAt, bStride, c, cAt) -> {
          int from = cAt + fromColumn;
          int columns = toColumn - fromColumn;
          if (!accumulate) {
            Arrays.fill(c, from, from + columns, 0);
          }
          PlainTile.chains(columns, k, a, aAt, aStride, b, bAt + fromColumn, bStride, c, from);
        };
    Deferred<RowProduct> row = new Deferred<>(plain, vectors::rowProduct);
    return (accumulate, fromColumn, toColumn, k, a, aAt, aStride, b, bAt, bStride, c, cAt) ->
        row.form((long) k * (toColumn - fromColumn))
            .run(accumulate, fromColumn, toColumn, k, a, aAt, aStride, b, bAt, bStride, c, cAt);
  }

  @Override
  public Transposition transposition() {
    int lanes = width.lanes();
    LayoutKernels layouts = scalar.layouts();
    Transposition plain =
        (blocks, x, xAt, xStride, y, yAt, yStride) ->
            layouts.transpose(lanes, blocks * lanes, x, xAt, xStride, y, yAt, yStride);
    Deferred<Transposition> blocked = new Deferred<>(plain, vectors::transposition);
    long size = (long) lanes * lanes;
    return (blocks, x, xAt, xStride, y, yAt, yStride) ->
        blocked.form(size * blocks).blocks(blocks, x, xAt, xStride, y, yAt, yStride);
  }

  @Override
  public ElementwiseKernel elementwise(ElementwiseProgram program) {
    Deferred<ElementwiseKernel> kernel =
        new Deferred<>(scalar.elementwise(program), () -> vectors.elementwise(program));
    long length = program.instructions().size();
    return (fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride) ->
        kernel
            .form(length * (toRow - fromRow) * (toColumn - fromColumn))
            .run(fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
  }

  @Override
  public ReductionKernels reductions() {
    return new DeferredReductions(new Deferred<>(scalar.reductions(), vectors::reductions));
  }

  @Override
  public SparseKernels sparse() {
    int lanes = width.lanes();
    return new DeferredSparse(lanes, new Deferred<>(new ScalarSparse(lanes), vectors::sparse));
  }

  @Override
  public RandomKernels random() {
    Deferred<RandomKernels> random = new Deferred<>(scalar.random(), vectors::random);
    return (streamKey, from, count, target, at) ->
        random.form((long) count * RANDOM_OPERATIONS).bits(streamKey, from, count, target, at);
  }
}
