package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Loop;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Sum;
import io.concertina.engine.nativejava.plan.WindowStep;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A convolution or one of its gradients, what is computed of each finished image, and sums over
 * that.
 *
 * <p>What lies in the padding counts as zeros. Every number is one chain of fused multiply-adds,
 * over the taps and then the channels (or filters, or positions); the gradient of a kernel is a sum
 * of such chains, one for each block of images. None of this depends on the vector width or on
 * threads.
 *
 * @param window the convolution
 * @param epilogue works on the elements of the result as rows of channels
 * @param sums over the result or over what the epilogue writes
 */
public record ConvStep(WindowStep window, Optional<Loop> epilogue, List<Sum> sums) implements Step {

  public ConvStep {
    sums = List.copyOf(sums);
  }

  @Override
  public Task bind(Workspace workspace) {
    WindowShape shape = window.shape();
    return switch (window.kind()) {
      case CONV -> {
        Images images = GatheredImages.ofPositions(this, workspace);
        yield new BoundImages(this, images, shape.positions(), shape.filters(), workspace);
      }
      case CONV_INPUT_GRADIENT -> {
        Images images =
            FoldedImages.suits(shape)
                ? new FoldedImages(this, workspace)
                : GatheredImages.ofPlaces(this, workspace);
        yield new BoundImages(this, images, shape.places(), shape.channels(), workspace);
      }
      case CONV_KERNEL_GRADIENT -> new BoundKernel(this, workspace);
      case MAX_POOL, MAX_POOL_GRADIENT, MAX_POOL_PICK, AVG_POOL, AVG_POOL_GRADIENT ->
          throw new IllegalStateException("not a convolution: " + window);
    };
  }

  /** Where the image is that windows lie on, or dy. */
  WindowStep.Operand image() {
    return window.operands().getFirst();
  }

  /** The kernel, or dy where it is the kernel's gradient that is asked for. */
  WindowStep.Operand other() {
    return window.operands().getLast();
  }

  Buffer to() {
    return window.to();
  }

  @Override
  public String toString() {
    return Stream.of(
            Stream.of(window.toString()),
            epilogue.stream().map(loop -> "then " + loop),
            sums.stream().map(Sum::toString))
        .flatMap(part -> part)
        .collect(Collectors.joining("; "));
  }
}
