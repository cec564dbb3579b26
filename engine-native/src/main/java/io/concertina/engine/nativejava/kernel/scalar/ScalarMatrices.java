package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.Product;

/**
 * Matrix products by {@link RowTile}, panel by panel and down the rows of C.
 *
 * <p>Rows of B are copied anyway when they are multiplied. So a panel is columns of B row by row,
 * and packing pays only where it transposes.
 */
final class ScalarMatrices implements MatrixKernels {

  /** Rows between epilogues; 512 columns of them are 256 KB (benchmark MatrixBenchmark). */
  private static final int EPILOGUE_ROWS = 128;

  private final ScalarLayouts layouts = new ScalarLayouts();
  private final ThreadLocal<RowTile> tiles = ThreadLocal.withInitial(RowTile::new);

  @Override
  public int panelColumns() {
    return RowTile.COLUMNS;
  }

  @Override
  public int packedSize(int k, int columns) {
    return Math.multiplyExact(k, columns);
  }

  @Override
  public void pack(Matrix b, int k, int fromColumn, int toColumn, float[] packed) {
    float[] elements = b.elements();
    for (int panel = fromColumn; panel < toColumn; panel += RowTile.COLUMNS) {
      int columns = Math.min(RowTile.COLUMNS, toColumn - panel);
      int to = (panel - fromColumn) * k;
      if (b.transposed()) {
        int from = b.at() + panel * b.stride();
        layouts.transpose(columns, k, elements, from, b.stride(), packed, to, columns);
      } else {
        for (int p = 0; p < k; p++) {
          int from = b.at() + p * b.stride() + panel;
          System.arraycopy(elements, from, packed, to + p * columns, columns);
        }
      }
    }
  }

  @Override
  public boolean prefersUnpacked(boolean transposeRight, int m, int n, int k) {
    return !transposeRight;
  }

  @Override
  public Product product(
      boolean accumulate, int k, Product.Left left, Product.Right right, Product.Target target) {
    return switch (left) {
      case Matrix a -> new Bound(accumulate, k, a, right, target);
    };
  }

  @Override
  public GatheredProduct gathered(
      boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    return (aAt, bAt, cAt) -> {
      RowTile tile = tiles.get();
      int k = shape.shared().length;
      for (int panel = 0; panel < shape.columns(); panel += RowTile.COLUMNS) {
        int columns = Math.min(RowTile.COLUMNS, shape.columns() - panel);
        tile.gather(
            accumulate,
            shape.rows().length,
            columns,
            0,
            k,
            a,
            aAt,
            shape.rows(),
            0,
            shape.shared(),
            shape.right(),
            b,
            bAt + panel,
            c,
            cAt + panel,
            shape.targets());
      }
    };
  }

  @Override
  public GatheredProduct channelwise(
      boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    return (aAt, bAt, cAt) -> ScalarChannelwise.run(accumulate, shape, a, aAt, b, bAt, c, cAt);
  }

  /** A product with its arrays. */
  private final class Bound implements Product {

    private final boolean accumulate;
    private final int k;
    private final Matrix a;
    private final Right right;
    private final Target c;

    Bound(boolean accumulate, int k, Matrix a, Right right, Target c) {
      this.accumulate = accumulate;
      this.k = k;
      this.a = a;
      this.right = right;
      this.c = c;
    }

    @Override
    public void run(int fromRow, int toRow, int fromColumn, int toColumn, Epilogue epilogue) {
      RowTile tile = tiles.get();
      for (int panel = fromColumn; panel < toColumn; panel += RowTile.COLUMNS) {
        int columns = Math.min(RowTile.COLUMNS, toColumn - panel);
        for (int row = fromRow; row < toRow; row += EPILOGUE_ROWS) {
          int rows = Math.min(EPILOGUE_ROWS, toRow - row);
          multiply(tile, row, rows, panel, columns);
          epilogue.apply(row, row + rows, panel, panel + columns);
        }
      }
    }

    private void multiply(RowTile tile, int row, int rows, int panel, int columns) {
      int from = a.at() + (a.transposed() ? row : row * a.stride());
      int to = c.at() + row % c.rows() * c.stride() + panel;
      switch (right) {
        case Matrix b ->
            tile.multiply(
                a.transposed(),
                accumulate,
                rows,
                columns,
                k,
                a.elements(),
                from,
                a.stride(),
                b.elements(),
                b.at() + panel,
                b.stride(),
                c.elements(),
                to,
                c.stride());
        case Packed b ->
            tile.multiply(
                a.transposed(),
                accumulate,
                rows,
                columns,
                k,
                a.elements(),
                from,
                a.stride(),
                b.floats(),
                panel % b.columns() * k,
                columns,
                c.elements(),
                to,
                c.stride());
      }
    }
  }
}
