package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.plan.BoundLoop;
import io.concertina.engine.nativejava.plan.BoundSum;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;

/**
 * A convolution or a transposed one with its arrays: image by image, with what follows while the
 * image is in the cache.
 */
final class BoundImages implements Step.Task, Workers.Work {

  private final Images images;
  private final Workers workers;
  private final boolean isShared;

  /** Rows of channels of a result's image. */
  private final int results;

  private final Grid grid;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;

  /**
   * Images.
   *
   * @param step what follows
   * @param images computes them
   * @param results elements of an image that is computed
   * @param columns numbers of each
   */
  BoundImages(ConvStep step, Images images, int results, int columns, Workspace workspace) {
    this.images = images;
    this.results = results;
    int batch = step.window().batch();
    workers = workspace.workers();
    isShared = Parts.isShared(batch * images.work());
    int together = Parts.images(batch, images.work());
    grid = new Grid(batch * results, columns, together * results, columns);
    loops = BoundLoop.perThread(step.epilogue(), workers.count(), workspace);
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  @Override
  public void run() {
    images.prepare();
    if (isShared) {
      workers.run(grid.parts(), this);
    } else {
      Workers.alone(grid.parts(), this);
    }
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }

  @Override
  public void part(int part, int worker) {
    int to = grid.toRow(part) / results;
    for (int image = grid.fromRow(part) / results; image < to; image++) {
      images.image(image, worker);
      if (loops.length > 0) {
        loops[worker].run(image * results, (image + 1) * results, 0, grid.columns());
      }
    }
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }
}
