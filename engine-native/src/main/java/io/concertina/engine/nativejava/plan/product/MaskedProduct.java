package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * A product whose right factor is a weight behind its mask, or the transpose of one, in a training
 * step. Weights change in every step and masks seldom, so where enough is masked the product keeps
 * a form without zeros for as long as the mask lasts, and reads its numbers anew in every run.
 *
 * @param product the product; its right factor is computed before it
 * @param mask a resident that the step leaves as it is, true where the weight is kept
 */
public record MaskedProduct(MatMulStep product, Buffer mask) implements Step {

  @Override
  public int scratchFloats(Workspace workspace) {
    return product.scratchFloats(workspace);
  }

  @Override
  public Task bind(Workspace workspace) {
    Task dense = product.bind(workspace);
    Optional<IntSupplier> version = workspace.version(mask);
    if (version.isEmpty()) {
      return dense;
    }
    MaskedWeight weight = new MaskedWeight(product, mask, version.get(), workspace);
    SparseLayer layer = new SparseLayer(product, weight::refilled, workspace);
    SparseChain chain = new SparseChain(new SparseLayer[] {layer}, workspace);
    return () -> {
      if (layer.isSparse()) {
        chain.run(0, 1);
      } else {
        dense.run();
      }
    };
  }

  @Override
  public String toString() {
    return "masked by " + mask + ": " + product;
  }
}
