package io.concertina.engine.nativejava.kernel.scalar;

import static java.lang.Math.fma;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import java.util.Arrays;

/** Sparse products number by number. */
public final class ScalarSparse implements SparseKernels {

  private final int stripRows;

  /** For strips of so many rows. */
  public ScalarSparse(int stripRows) {
    this.stripRows = stripRows;
  }

  @Override
  public int stripRows() {
    return stripRows;
  }

  @Override
  public void blocks(
      Blocks b,
      int fromRow,
      int toRow,
      int fromPanel,
      int toPanel,
      float[] a,
      int aAt,
      float[] c,
      int cAt) {
    int lanes = b.lanes();
    for (int row = fromRow; row < toRow; row++) {
      for (int panel = fromPanel; panel < toPanel; panel++) {
        int columns = Math.min(lanes, b.n() - panel * lanes);
        int to = cAt + row * b.n() + panel * lanes;
        Arrays.fill(c, to, to + columns, 0);
        for (int block = b.starts()[panel]; block < b.starts()[panel + 1]; block++) {
          float x = a[aAt + row * b.k() + b.rows()[block]];
          for (int j = 0; j < columns; j++) {
            c[to + j] = fma(x, b.values()[block * lanes + j], c[to + j]);
          }
        }
      }
    }
  }

  @Override
  public void slices(Slices b, int fromSlice, int toSlice, float[] a, int aAt, float[] c, int cAt) {
    int lanes = b.lanes();
    for (int slice = fromSlice; slice < toSlice; slice++) {
      int count = Math.min(lanes, b.n() - slice * lanes);
      for (int lane = 0; lane < count; lane++) {
        float sum = 0;
        for (int i = b.starts()[slice] + lane; i < b.starts()[slice + 1]; i += lanes) {
          sum = fma(a[aAt + b.rows()[i]], b.values()[i], sum);
        }
        c[cAt + b.order()[slice * lanes + lane]] = sum;
      }
    }
  }

  @Override
  public void columns(Columns b, float[] a, int aAt, float[] c, int cAt) {
    for (int position = 0; position < b.n(); position++) {
      int to = cAt + b.order()[position] * stripRows;
      Arrays.fill(c, to, to + stripRows, 0);
      for (int i = b.starts()[position]; i < b.starts()[position + 1]; i++) {
        int from = aAt + b.rows()[i] * stripRows;
        for (int row = 0; row < stripRows; row++) {
          c[to + row] = fma(a[from + row], b.values()[i], c[to + row]);
        }
      }
    }
  }
}
