package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.BreakEven;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Density;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import io.concertina.engine.nativejava.kernel.sparse.SparseMatrix;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The right factor of a product whose zeros a mask tells: where they are changes with the mask. */
final class MaskedWeight {

  private final MatMulStep.Sizes sizes;
  private final int lanes;
  private final int[] mask;
  private final IntSupplier version;
  private final float[] elements;
  private final int offset;
  private int known = -1;
  private Optional<SparseMatrix> matrix = Optional.empty();

  MaskedWeight(MatMulStep product, Buffer mask, IntSupplier version, Workspace workspace) {
    this.sizes = product.sizes();
    this.lanes = workspace.kernels().sparse().lanes();
    this.mask = workspace.ints(mask);
    this.version = version;
    this.elements = workspace.floats(product.b().buffer());
    this.offset = product.b().offset();
  }

  /** The factor with its present numbers; empty if the dense product is faster. */
  Optional<SparseMatrix> refilled() {
    int now = version.getAsInt();
    if (known != now) {
      float[] kept = kept();
      matrix =
          Density.of(sizes.k(), sizes.n(), lanes, kept, 0)
              .compress(sizes.m(), BreakEven.MEASURED, kept, 0);
      known = now;
    }
    if (matrix.isPresent()) {
      refill(matrix.get());
    }
    return matrix;
  }

  private int rowStride() {
    return sizes.transposeRight() ? 1 : sizes.n();
  }

  private int columnStride() {
    return sizes.transposeRight() ? sizes.k() : 1;
  }

  /** 1 where the factor is kept, [k, n]. */
  private float[] kept() {
    float[] kept = new float[sizes.k() * sizes.n()];
    for (int p = 0; p < sizes.k(); p++) {
      for (int j = 0; j < sizes.n(); j++) {
        kept[p * sizes.n() + j] = mask[p * rowStride() + j * columnStride()];
      }
    }
    return kept;
  }

  private void refill(SparseMatrix known) {
    switch (known) {
      case Columns columns -> columns.refill(elements, offset, rowStride(), columnStride());
      case Blocks blocks -> blocks.refill(elements, offset, rowStride(), columnStride());
      case Slices slices -> throw new IllegalStateException("slices for a strip: " + slices);
    }
  }
}
