package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * The one place that decides how products run.
 *
 * <p>When a plan is made: behind a mask, in a chain of layers, or by itself. When it is bound to
 * arrays: how the sums over the shared axis are made and what the right factor is read from. The
 * first two keep the dense product beside a form without zeros, and choose between them at every
 * run by how many zeros there are ({@link
 * io.concertina.engine.nativejava.kernel.sparse.BreakEven}).
 */
public final class Strategy {

  /** How the numbers of a dense product come together. */
  enum Way {
    /** The shared axis in two terms, of a right factor as it is. */
    SPLIT,
    /** The right factor is read as it is. */
    PLAIN,
    /** Each thread brings the right factor into panels in every run. */
    PACKED,
    /** Panels are made once for all plans and threads, and again when the resident was written. */
    FROZEN
  }

  private Strategy() {}

  /**
   * The step of a product.
   *
   * @param product the dense product
   * @param mask the mask that the right factor lies behind
   * @param updates the function that it belongs to changes residents: a training step
   */
  public static Step step(MatMulStep product, Optional<Buffer> mask, boolean updates) {
    if (mask.isPresent() && product.mayBeMasked()) {
      return new MaskedProduct(product, mask.get());
    }
    return !updates && product.isLayer() ? new ProductChain(List.of(product)) : product;
  }

  /** How a dense product runs. */
  static Way of(MatMulStep product, Workspace workspace) {
    MatMulStep.Sizes sizes = product.sizes();
    MatrixKernels kernels = workspace.kernels().matrices();
    Optional<FrozenWeight> frozen = product.frozen(workspace);
    if (frozen.isEmpty() && SplitMatMul.isLong(sizes)) {
      return Way.SPLIT;
    }
    boolean plain =
        (frozen.isEmpty() || sizes.isRow())
            && kernels.prefersUnpacked(sizes.transposeRight(), sizes.m(), sizes.n(), sizes.k());
    if (!plain) {
      return frozen.isPresent() ? Way.FROZEN : Way.PACKED;
    }
    boolean isGradient =
        sizes.transposeLeft() && sizes.batch() == 1 && sizes.isShared() && !sizes.transposeRight();
    return isGradient && Partition.isSmallWeight(sizes.k(), sizes.m(), sizes.n())
        ? Way.SPLIT
        : Way.PLAIN;
  }
}
