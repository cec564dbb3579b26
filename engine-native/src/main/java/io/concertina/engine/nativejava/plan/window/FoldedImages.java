package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.List;

/**
 * A transposed convolution to few channels: the product of all positions with all taps at once,
 * whose numbers are then added up place by place. A product whose columns are the channels would
 * leave most of a vector empty.
 */
final class FoldedImages implements Images {

  /** Channels up to which it pays. */
  private static final int FEW_CHANNELS = 4;

  /** Columns of the product at most. */
  private static final int MOST_COLUMNS = 128;

  /** Taps that are added in one pass. */
  private static final int AT_ONCE = 4;

  private final WindowShape s;
  private final int sourceAt;
  private final float[] target;
  private final Gathering shape;
  private final List<Fold> folds;
  private final TurnedKernel turned;
  private final GatheredProduct[] products;

  /** Of each thread: the products, with zeros around those of an image. */
  private final float[][] spread;

  /**
   * Sums that meet the same taps.
   *
   * @param rows position in the products, per sum
   * @param targets position in the result
   * @param offsets what each tap adds to a position in the products
   */
  @SuppressWarnings("ArrayRecordComponent") // Tables, which nobody compares.
  private record Fold(int[] rows, int[] targets, int[] offsets) {

    void run(float[] from, float[] to, int at) {
      if (offsets.length == 0) {
        for (int i = 0; i < rows.length; i++) {
          to[at + targets[i]] = 0;
        }
      }
      for (int tap = 0; tap < offsets.length; tap += AT_ONCE) {
        switch (Math.min(AT_ONCE, offsets.length - tap)) {
          case 1 -> one(from, to, at, tap);
          case 2 -> two(from, to, at, tap);
          case 3 -> {
            two(from, to, at, tap);
            one(from, to, at, tap + 2);
          }
          default -> four(from, to, at, tap);
        }
      }
    }

    private void one(float[] from, float[] to, int at, int tap) {
      int first = offsets[tap];
      if (tap == 0) {
        for (int i = 0; i < rows.length; i++) {
          to[at + targets[i]] = from[rows[i] + first];
        }
        return;
      }
      for (int i = 0; i < rows.length; i++) {
        to[at + targets[i]] += from[rows[i] + first];
      }
    }

    private void two(float[] from, float[] to, int at, int tap) {
      int first = offsets[tap];
      int second = offsets[tap + 1];
      for (int i = 0; i < rows.length; i++) {
        int row = rows[i];
        float sum = tap == 0 ? from[row + first] : to[at + targets[i]] + from[row + first];
        to[at + targets[i]] = sum + from[row + second];
      }
    }

    private void four(float[] from, float[] to, int at, int tap) {
      int first = offsets[tap];
      int second = offsets[tap + 1];
      int third = offsets[tap + 2];
      int fourth = offsets[tap + 3];
      for (int i = 0; i < rows.length; i++) {
        int row = rows[i];
        float sum = tap == 0 ? from[row + first] : to[at + targets[i]] + from[row + first];
        to[at + targets[i]] = sum + from[row + second] + from[row + third] + from[row + fourth];
      }
    }
  }

  FoldedImages(ConvStep step, Workspace workspace) {
    s = step.window().shape();
    sourceAt = step.image().at();
    target = workspace.floats(step.to());
    int columns = s.taps() * s.channels();
    Placement placement = Placement.ofPlaces(s, columns);
    Padding padding = placement.padding();
    shape =
        new Gathering(
            Parts.steps(s.positions(), s.filters()),
            Parts.steps(s.filters(), 1),
            Parts.steps(s.filters(), columns),
            padding.elements(),
            columns);
    folds = placement.phases().stream().map(this::fold).toList();
    turned = new TurnedKernel(s, step.other(), workspace);
    turned.add(0, columns, 0, 0);
    int threads = workspace.workers().count();
    float[] source = workspace.floats(step.image().buffer());
    spread = new float[threads][padding.floats()];
    products = new GatheredProduct[threads];
    for (int worker = 0; worker < threads; worker++) {
      products[worker] =
          workspace
              .kernels()
              .matrices()
              .gathered(false, shape, source, turned.floats(), spread[worker]);
    }
  }

  /** True if it is the better way for a transposed convolution. */
  static boolean suits(WindowShape s) {
    return s.groups() == 1
        && s.channels() <= FEW_CHANNELS
        && s.taps() * s.channels() <= MOST_COLUMNS;
  }

  private Fold fold(Placement.Phase phase) {
    int channels = s.channels();
    int[] offsets = phase.offsets().clone();
    for (int tap = 0; tap < offsets.length; tap++) {
      offsets[tap] += phase.taps()[tap] * channels;
    }
    return new Fold(
        Parts.woven(phase.rows(), 1, channels, 1),
        Parts.woven(Parts.scale(phase.targets(), channels), 1, channels, 1),
        offsets);
  }

  @Override
  public long work() {
    return shape.work();
  }

  @Override
  public void prepare() {
    turned.refresh();
  }

  @Override
  public void image(int image, int worker) {
    products[worker].run(sourceAt + image * s.positions() * s.filters(), 0, 0);
    for (Fold fold : folds) {
      fold.run(spread[worker], target, image * s.places() * s.channels());
    }
  }
}
