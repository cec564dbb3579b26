package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A kernel that {@link KernelGuard} watches.
 *
 * @param name key of its expected share
 * @param unit of its speed: {@code GFLOP/s} or {@code elements/ns}
 * @param work floating point operations, or elements, of one run
 * @param run one run
 */
record GuardedKernel(String name, String unit, double work, Runnable run) {

  private static final int ROWS = 32;
  private static final int COLUMNS = 128;

  /** All of them, for the widest vectors. */
  static List<GuardedKernel> all() {
    List<GuardedKernel> kernels = new ArrayList<>();
    for (String shape : List.of("512x512x512", "256x512x784", "32x64x100")) {
      for (String form : List.of("NN", "TN", "NT")) {
        kernels.add(product(form, shape));
      }
    }
    kernels.add(product("NN", "1x512x784"));
    for (UnaryOp function : List.of(UnaryOp.EXP, UnaryOp.SIGMOID, UnaryOp.TANH)) {
      kernels.add(
          pass(
              function.name().toLowerCase(Locale.ROOT),
              ElementwisePass.of(function, KernelProvider.AUTO)));
    }
    kernels.add(pass("adam", ElementwisePass.adam(KernelProvider.AUTO)));
    kernels.add(pass("relu", ElementwisePass.relu(KernelProvider.AUTO)));
    kernels.addAll(reductions());
    return List.copyOf(kernels);
  }

  private static GuardedKernel product(String form, String shape) {
    MatrixProduct product = MatrixProduct.of(form, shape, KernelProvider.AUTO);
    String name = "sgemm." + form.toLowerCase(Locale.ROOT) + "." + shape;
    return new GuardedKernel(name, "GFLOP/s", product.operations(), product::run);
  }

  private static GuardedKernel pass(String name, ElementwisePass pass) {
    return elements(name, ElementwisePass.ELEMENTS, pass::run);
  }

  private static GuardedKernel elements(String name, int count, Runnable run) {
    return new GuardedKernel(name, "elements/ns", count, run);
  }

  private static List<GuardedKernel> reductions() {
    ReductionKernels kernels = KernelProvider.choose(KernelProvider.AUTO).reductions();
    int size = ROWS * COLUMNS;
    float[] x = new float[size];
    float[] y = new float[size];
    Random random = new Random(1);
    for (int i = 0; i < size; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return List.of(
        elements("softmax.rows", size, () -> kernels.softmax(ROWS, COLUMNS, x, 0, y, 0)),
        elements(
            "sum.rows",
            size,
            () -> kernels.reduce(ReduceOp.SUM, ROWS, COLUMNS, COLUMNS, 1, 1, x, 0, y, 0)),
        elements(
            "sum.columns",
            size,
            () -> kernels.reduce(ReduceOp.SUM, 1, 0, ROWS, COLUMNS, COLUMNS, x, 0, y, 0)),
        elements(
            "max.rows",
            size,
            () -> kernels.reduce(ReduceOp.MAX, ROWS, COLUMNS, COLUMNS, 1, 1, x, 0, y, 0)));
  }
}
