package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Products of what is under the windows with a kernel, per group; and per phase if transposed. */
final class GatheredImages implements Images {

  /**
   * Share of multiply-adds with blocks that are not all zeros, up to which leaving out the others
   * is faster. Benchmark WindowBenchmark, 3x3 of 16 to 16 and of 32 to 64 channels, runs per second
   * against the dense 2,700 and 240: 7,250 and 560 at a share of 0.2, 4,070 and 330 at 0.4, 1,920
   * and 160 at 0.6.
   */
  private static final double BREAK_EVEN = 0.45;

  /** Numbers of a kernel from which it is looked at for zeros. */
  private static final int LARGE = 1024;

  private final WindowShape s;
  private final Padding padding;
  private final float[] source;
  private final int sourceAt;
  private final int resultFloats;
  private final boolean isChannelwise;
  private final List<Piece> pieces = new ArrayList<>();
  private final Optional<TurnedKernel> turned;

  /** Of each thread, with zeros around the image; the image itself if there is no padding. */
  private final float[][] padded;

  private final float[] right;
  private final float[] target;
  private final Workspace workspace;
  private final Bound dense;

  /** Counts how often a kernel was written that no run changes; it may be known to have zeros. */
  private final Optional<IntSupplier> version;

  private int known = -1;
  private Bound bound;

  /**
   * Pieces and their products by thread.
   *
   * @param pieces in any order
   * @param products the same, per thread
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record Bound(List<Piece> pieces, GatheredProduct[][] products) {}

  private GatheredImages(
      ConvStep step, Placement placement, boolean transposed, Workspace workspace) {
    s = step.window().shape();
    padding = placement.padding();
    source = workspace.floats(step.image().buffer());
    sourceAt = step.image().at();
    isChannelwise = Parts.isChannelwise(s);
    if (isChannelwise) {
      resultFloats = s.channels() * (transposed ? s.places() : s.positions());
      placement.phases().forEach(phase -> channelwise(phase, step.other().at()));
      turned = Optional.empty();
    } else if (transposed) {
      resultFloats = s.places() * s.channels();
      TurnedKernel kernel = new TurnedKernel(s, step.other(), workspace);
      int at = 0;
      for (Placement.Phase phase : placement.phases()) {
        at = phase(phase, kernel, at);
      }
      turned = Optional.of(kernel);
    } else {
      resultFloats = s.positions() * s.filters();
      straight(placement.phases().getFirst(), step.other().at());
      turned = Optional.empty();
    }
    int threads = workspace.workers().count();
    padded = new float[threads][];
    Arrays.setAll(padded, _ -> padding.isNone() ? source : new float[padding.floats()]);
    right = turned.map(TurnedKernel::floats).orElse(workspace.floats(step.other().buffer()));
    target = workspace.floats(step.to());
    this.workspace = workspace;
    dense = bind(pieces);
    bound = dense;
    Buffer kernel = step.other().buffer();
    version =
        kernel.role() == Buffer.Role.RESIDENT && !isChannelwise && s.kernelSize() >= LARGE
            ? workspace.version(kernel)
            : Optional.empty();
  }

  private Bound bind(List<Piece> some) {
    MatrixKernels kernels = workspace.kernels().matrices();
    GatheredProduct[][] products = new GatheredProduct[padded.length][];
    for (int worker = 0; worker < padded.length; worker++) {
      float[] image = padded[worker];
      products[worker] =
          some.stream()
              .map(
                  piece ->
                      isChannelwise
                          ? kernels.channelwise(false, piece.shape(), image, right, target)
                          : kernels.gathered(false, piece.shape(), image, right, target))
              .toArray(GatheredProduct[]::new);
    }
    return new Bound(some, products);
  }

  /** A convolution: positions times the kernel as it is. */
  static GatheredImages ofPositions(ConvStep step, Workspace workspace) {
    Placement placement = Placement.ofPositions(step.window().shape());
    return new GatheredImages(step, placement, false, workspace);
  }

  /** A transposed convolution: places times the turned taps that they meet. */
  static GatheredImages ofPlaces(ConvStep step, Workspace workspace) {
    WindowShape s = step.window().shape();
    return new GatheredImages(step, Placement.ofPlaces(s, s.filters()), true, workspace);
  }

  /** Each channel with its own filter: the kernel needs no turning. */
  private void channelwise(Placement.Phase phase, int kernelAt) {
    Gathering shape =
        new Gathering(
            phase.rows(),
            phase.offsets(),
            Parts.scale(phase.taps(), s.channels()),
            Parts.scale(phase.targets(), s.channels()),
            s.channels());
    pieces.add(new Piece(shape, 0, kernelAt, 0));
  }

  private void straight(Placement.Phase phase, int kernelAt) {
    int channels = s.groupChannels();
    int[] kernels = Parts.scale(phase.taps(), channels * s.filters());
    Gathering shape =
        new Gathering(
            phase.rows(),
            Parts.woven(phase.offsets(), phase.inner(), channels, 1),
            Parts.woven(kernels, phase.inner(), channels, s.filters()),
            Parts.scale(phase.targets(), s.filters()),
            s.groupFilters());
    for (int group = 0; group < s.groups(); group++) {
      int filter = group * s.groupFilters();
      pieces.add(new Piece(shape, group * channels, kernelAt + filter, filter));
    }
  }

  private int phase(Placement.Phase phase, TurnedKernel kernel, int from) {
    int channels = s.groupChannels();
    int filters = s.groupFilters();
    int[] order = Parts.steps(phase.taps().length, channels * filters);
    Gathering shape =
        new Gathering(
            phase.rows(),
            Parts.woven(phase.offsets(), phase.inner(), filters, 1),
            Parts.woven(order, phase.inner(), filters, channels),
            Parts.scale(phase.targets(), s.channels()),
            channels);
    int at = from;
    for (int group = 0; group < s.groups(); group++) {
      pieces.add(new Piece(shape, group * filters, at, group * channels));
      for (int tap : phase.taps()) {
        kernel.add(tap, channels, group, at);
        at += channels * filters;
      }
    }
    return at;
  }

  @Override
  public long work() {
    return work(pieces);
  }

  private static long work(List<Piece> some) {
    return some.stream().mapToLong(piece -> piece.shape().work()).sum();
  }

  @Override
  public void prepare() {
    turned.ifPresent(TurnedKernel::refresh);
    if (version.isPresent()) {
      int now = version.get().getAsInt();
      if (known != now) {
        bound = withoutZeros();
        known = now;
      }
    }
  }

  /** What is left without blocks of zeros, or the dense product if that is faster. */
  private Bound withoutZeros() {
    int lanes = workspace.kernels().sparse().lanes();
    List<Piece> some =
        pieces.stream().flatMap(piece -> piece.withoutZeros(right, lanes).stream()).toList();
    return work(some) <= BREAK_EVEN * work(pieces) ? bind(some) : dense;
  }

  @Override
  public void image(int image, int worker) {
    int left = sourceAt + image * padding.size();
    if (!padding.isNone()) {
      padding.copy(source, left, padded[worker], 0);
      left = 0;
    }
    GatheredProduct[] products = bound.products()[worker];
    for (int i = 0; i < products.length; i++) {
      Piece piece = bound.pieces().get(i);
      products[i].run(left + piece.aAt(), piece.bAt(), image * resultFloats + piece.cAt());
    }
  }
}
