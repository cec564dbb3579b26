package io.concertina.engine.nativejava;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kernels that compile an elementwise program once, however many steps and plans ask for it: all
 * weights of one shape of layer share the update rule, and the JVM warms up one loop instead of
 * many.
 */
final class SharedKernels implements Kernels {

  private final Kernels kernels;
  private final Map<ElementwiseProgram, ElementwiseKernel> compiled = new ConcurrentHashMap<>();

  SharedKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return kernels.name();
  }

  @Override
  public int lanes() {
    return kernels.lanes();
  }

  @Override
  public ElementwiseKernel elementwise(ElementwiseProgram program) {
    return compiled.computeIfAbsent(program, kernels::elementwise);
  }

  @Override
  public ReductionKernels reductions() {
    return kernels.reductions();
  }

  @Override
  public LayoutKernels layouts() {
    return kernels.layouts();
  }

  @Override
  public MatrixKernels matrices() {
    return kernels.matrices();
  }

  @Override
  public SparseKernels sparse() {
    return kernels.sparse();
  }

  @Override
  public RandomKernels random() {
    return kernels.random();
  }
}
