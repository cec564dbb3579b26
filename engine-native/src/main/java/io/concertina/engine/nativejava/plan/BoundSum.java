package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import java.util.List;

/**
 * A sum with its arrays. Each part of the grid leaves partial sums, which the last act adds up in
 * the order of the parts.
 */
public final class BoundSum {

  private final Sum.Kind kind;
  private final Grid grid;
  private final ReductionKernels kernels;
  private final float[] source;
  private final float[] target;

  /** Lines of partial sums: per block of rows of each row part, or for ROWS per column part. */
  private final float[] partial;

  private final int line;
  private final boolean flat;
  private final int blocksPerPart;

  /** The sums over what a step writes in the parts of a grid. */
  public static BoundSum[] of(List<Sum> sums, Grid grid, Workspace workspace) {
    return sums.stream().map(sum -> new BoundSum(sum, grid, workspace)).toArray(BoundSum[]::new);
  }

  private BoundSum(Sum sum, Grid grid, Workspace workspace) {
    this.kind = sum.kind();
    this.grid = grid;
    this.kernels = workspace.kernels().reductions();
    this.source = workspace.floats(sum.source());
    this.target = workspace.floats(sum.target());
    flat = kind == Sum.Kind.ALL && grid.columnParts() == 1;
    blocksPerPart = flat ? 1 : Math.ceilDiv(grid.rowStep(), ReduceStep.STRIDED_BLOCK);
    line =
        switch (kind) {
          case ALL -> flat ? 1 : grid.columns();
          case ROWS -> grid.rows();
          case COLUMNS -> grid.columns();
        };
    partial = isDirect() ? target : new float[line * lines()];
  }

  private int lines() {
    return kind == Sum.Kind.ROWS ? grid.columnParts() : grid.rowParts() * blocksPerPart;
  }

  /** One line of partial sums is the result. */
  private boolean isDirect() {
    return lines() == 1 && (kind != Sum.Kind.ALL || flat);
  }

  /** Sums up what the part has written. */
  public void part(int part) {
    int fromRow = grid.fromRow(part);
    int rows = grid.toRow(part) - fromRow;
    int fromColumn = grid.fromColumn(part);
    int width = grid.toColumn(part) - fromColumn;
    int stride = grid.columns();
    int from = fromRow * stride + fromColumn;
    if (flat) {
      reduce(1, 0, rows * width, 1, 1, source, from, partial, grid.rowPart(part));
    } else if (kind == Sum.Kind.ROWS) {
      int at = grid.columnPart(part) * line + fromRow;
      reduce(rows, stride, width, 1, 1, source, from, partial, at);
    } else {
      blocks(grid.rowPart(part) * blocksPerPart, from, rows, width, fromColumn);
    }
  }

  /** Column sums of at most so many rows at a time that their rounding errors stay small. */
  private void blocks(int firstLine, int from, int rows, int width, int fromColumn) {
    int stride = grid.columns();
    for (int block = 0; block < blocksPerPart; block++) {
      int start = block * ReduceStep.STRIDED_BLOCK;
      int height = Math.max(0, Math.min(ReduceStep.STRIDED_BLOCK, rows - start));
      int at = (firstLine + block) * line + fromColumn;
      reduce(1, 0, height, stride, width, source, from + start * stride, partial, at);
    }
  }

  /** Adds up the partial sums. */
  public void finish() {
    if (isDirect()) {
      return;
    }
    if (kind == Sum.Kind.ALL) {
      reduce(1, 0, partial.length, 1, 1, partial, 0, target, 0);
    } else {
      reduce(1, 0, lines(), line, line, partial, 0, target, 0);
    }
  }

  private void reduce(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    kernels.reduce(ReduceOp.SUM, outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
  }
}
