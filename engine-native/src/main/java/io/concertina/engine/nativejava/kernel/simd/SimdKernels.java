package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.WindowKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarKernels;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;

/**
 * The set of kernels in vectors of one width.
 *
 * <p>An elementwise program is compiled once however many steps and plans ask for it: all weights
 * share the update rule, and the JVM warms up one loop instead of many. It is forgotten with the
 * last plan that runs it.
 */
public final class SimdKernels implements Kernels {

  private final Width width;
  private final Parts parts;
  private final Map<ElementwiseProgram, WeakReference<ElementwiseKernel>> programs =
      new HashMap<>();
  private final ReductionKernels reductions;
  private final LayoutKernels layouts;
  private final MatrixKernels matrices;
  private final SparseKernels sparse;
  private final WindowKernels windows = new ScalarKernels().windows();
  private final RandomKernels random;

  private SimdKernels(Width width, Parts parts) {
    this.width = width;
    this.parts = parts;
    this.reductions = parts.reductions();
    this.sparse = parts.sparse();
    this.random = parts.random();
    SimdLayouts blocks = new SimdLayouts(width, parts);
    this.layouts = blocks;
    this.matrices = new SimdMatrices(width, parts, blocks);
  }

  /** The kernels of a width, in vectors from the first run on. */
  public static Kernels ofBits(int bits) {
    Width width = Width.ofBits(bits);
    return new SimdKernels(width, new VectorParts(width));
  }

  /** The kernels of the width that the processor prefers, each in plain Java for its first uses. */
  public static Kernels preferred() {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    Width width = Width.ofBits(Math.clamp(bits, 128, 512));
    return new SimdKernels(width, new DeferredParts(width));
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
    synchronized (programs) {
      WeakReference<ElementwiseKernel> known = programs.get(program);
      ElementwiseKernel kernel = known == null ? null : known.get();
      if (kernel == null) {
        kernel = parts.elementwise(program);
        programs.values().removeIf(reference -> reference.refersTo(null));
        programs.put(program, new WeakReference<>(kernel));
      }
      return kernel;
    }
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
  public WindowKernels windows() {
    return windows;
  }

  @Override
  public SparseKernels sparse() {
    return sparse;
  }

  @Override
  public RandomKernels random() {
    return random;
  }
}
