package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import jdk.incubator.vector.FloatVector;

/** The set of kernels in vectors of one width. */
public final class SimdKernels implements Kernels {

  private final Width width;
  private final ReductionKernels reductions;
  private final LayoutKernels layouts;
  private final MatrixKernels matrices;
  private final RandomKernels random;

  private SimdKernels(Width width) {
    this.width = width;
    this.reductions = Template.instance("SimdReductions", width, ReductionKernels.class);
    this.random = Template.instance("SimdRandom", width, RandomKernels.class);
    this.layouts = new SimdLayouts(width);
    this.matrices = new SimdMatrices(width);
  }

  /** The kernels of a width. */
  public static Kernels ofBits(int bits) {
    return new SimdKernels(Width.ofBits(bits));
  }

  /** The kernels of the width that the processor prefers. */
  public static Kernels preferred() {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    return ofBits(Math.clamp(bits, 128, 512));
  }

  @Override
  public String name() {
    return "simd-" + width.bits();
  }

  @Override
  public int lanes() {
    return width.lanes();
  }

  @Override
  public ElementwiseKernel elementwise(ElementwiseProgram program) {
    return ElementwiseAssembler.assemble(program, width);
  }

  @Override
  public ReductionKernels reductions() {
    return reductions;
  }

  @Override
  public LayoutKernels layouts() {
    return layouts;
  }

  @Override
  public MatrixKernels matrices() {
    return matrices;
  }

  @Override
  public RandomKernels random() {
    return random;
  }
}
