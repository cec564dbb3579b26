package io.concertina.engine.nativejava.kernel.scalar;

import static java.lang.Math.fma;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Sparse products number by number.
 *
 * @param lanes columns of a block and of a slice
 */
public record ScalarSparse(int lanes) implements SparseKernels {

  @Override
  public void row(Blocks b, float[] a, int aAt, float[] c, int cAt) {
    Arrays.fill(c, cAt, cAt + b.n(), 0);
    for (int panel = 0; panel < b.panels(); panel++) {
      int first = panel * lanes;
      int columns = Math.min(lanes, b.n() - first);
      for (int block = b.starts()[panel]; block < b.starts()[panel + 1]; block++) {
        float x = a[aAt + b.rows()[block]];
        for (int j = 0; j < columns; j++) {
          c[cAt + first + j] = fma(x, b.values()[block * lanes + j], c[cAt + first + j]);
        }
      }
    }
  }

  @Override
  public void row(Slices b, float[] a, int aAt, float[] c, int cAt) {
    for (int i = 0; i < b.n(); i++) {
      int slice = i / lanes;
      float sum = 0;
      for (int at = b.starts()[slice] + i % lanes; at < b.starts()[slice + 1]; at += lanes) {
        sum = fma(a[aAt + b.rows()[at]], b.values()[at], sum);
      }
      c[cAt + b.order()[i]] = sum;
    }
  }

  @Override
  public void strip(Blocks b, int width, MemorySegment a, float[] c) {
    Arrays.fill(c, 0, b.n() * width, 0);
    for (int panel = 0; panel < b.panels(); panel++) {
      int first = panel * lanes;
      int columns = Math.min(lanes, b.n() - first);
      for (int block = b.starts()[panel]; block < b.starts()[panel + 1]; block++) {
        for (int j = 0; j < columns; j++) {
          float value = b.values()[block * lanes + j];
          add(value, width, a, b.rows()[block], c, (first + j) * width);
        }
      }
    }
  }

  @Override
  public void strip(Columns b, int width, MemorySegment a, float[] c) {
    Arrays.fill(c, 0, b.n() * width, 0);
    for (int column = 0; column < b.n(); column++) {
      for (int at = b.starts()[column]; at < b.starts()[column + 1]; at++) {
        add(b.values()[at], width, a, b.rows()[at], c, column * width);
      }
    }
  }

  /** Adds a number times a row of Aᵀ to a row of Cᵀ. */
  private static void add(float value, int width, MemorySegment a, int row, float[] c, int cAt) {
    long from = (long) row * width;
    for (int i = 0; i < width; i++) {
      c[cAt + i] = fma(value, a.getAtIndex(ValueLayout.JAVA_FLOAT, from + i), c[cAt + i]);
    }
  }
}
