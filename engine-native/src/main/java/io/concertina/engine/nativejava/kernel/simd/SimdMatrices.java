package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.Product;

/** Matrix products out of tiles, on panels as wide as a tile. */
final class SimdMatrices implements MatrixKernels {

  /** Rows of C below which packing B never pays (benchmark MatrixBenchmark). */
  private static final int UNPACKED_ROWS = 32;

  /** Rows of C up to which a B of at most so many floats is best left as it is, too. */
  private static final int FEW_ROWS = 128;

  private static final int FEW_ROWS_FLOATS = 1 << 19;

  /** The same for more rows, if a row of a panel is long (benchmark MatrixBenchmark, 512 bits). */
  private static final int MANY_ROWS_FLOATS = 1 << 18;

  private static final int LONG_ROW = 64;

  private final int lanes;
  private final int panelColumns;
  private final Tiles tiles;
  private final Packing packing;
  private final RowProduct row;
  private final Parts parts;
  private final GatheredTiles gathered;

  SimdMatrices(Width width, Parts parts, SimdLayouts layouts) {
    this.lanes = width.lanes();
    this.panelColumns = width.tileVectors() * lanes;
    this.tiles = new Tiles(width, parts);
    this.row = parts.rowProduct();
    this.parts = parts;
    this.gathered = new GatheredTiles(width, parts);
    this.packing = new Packing(lanes, panelColumns, layouts);
  }

  @Override
  public int panelColumns() {
    return panelColumns;
  }

  @Override
  public int packedSize(int k, int columns) {
    return Math.multiplyExact(k, Math.ceilDiv(columns, lanes) * lanes);
  }

  @Override
  public void pack(Matrix b, int k, int fromColumn, int toColumn, float[] packed) {
    if (b.transposed()) {
      packing.transposed(k, fromColumn, toColumn, b, packed);
    } else {
      packing.straight(k, fromColumn, toColumn, b, packed);
    }
  }

  @Override
  public boolean prefersUnpacked(boolean transposeRight, int m, int n, int k) {
    if (transposeRight || m < UNPACKED_ROWS) {
      return !transposeRight;
    }
    boolean longRows = panelColumns >= LONG_ROW;
    int most = m <= FEW_ROWS ? FEW_ROWS_FLOATS : longRows ? MANY_ROWS_FLOATS : 0;
    return (long) n * k <= most;
  }

  @Override
  public Product product(
      boolean accumulate, int k, Product.Left left, Product.Right right, Product.Target target) {
    return switch (left) {
      case Matrix a -> new SimdProduct(accumulate, k, a, right, target, lanes, tiles, row);
    };
  }

  @Override
  public GatheredProduct gathered(
      boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    return gathered.product(accumulate, shape, a, b, c);
  }

  @Override
  public GatheredProduct channelwise(
      boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    return parts.channelwise(accumulate, shape, a, b, c);
  }
}
