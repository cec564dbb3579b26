package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.WindowKernels;

/** The set of kernels in plain Java. */
public final class ScalarKernels implements Kernels {

  /** Columns of a block; four times as many rows of a strip are a cache line. */
  private static final int BLOCK = 4;

  private final ReductionKernels reductions = new ScalarReductions();
  private final LayoutKernels layouts = new ScalarLayouts();
  private final MatrixKernels matrices = new ScalarMatrices();
  private final WindowKernels windows = new ScalarWindows();
  private final SparseKernels sparse = new ScalarSparse(BLOCK);
  private final RandomKernels random = new ScalarRandom();

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public ElementwiseKernel elementwise(ElementwiseProgram program) {
    return new ElementwiseInterpreter(program);
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
