package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.format.FormatOptions.Values;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PackedTensorsProperties {

  private static final int[] SIZES = {1, 3, 7, 8, 9, 17, 31, 64, 257};

  @Property(tries = 400)
  void sparseTensorsComeBackBitForBit(@ForAll("kernels") Tensor kernel) throws IOException {
    Tensor read = through(PackedTensors.file(Map.of("w", kernel)));
    assertThat(read.shape()).isEqualTo(kernel.shape());
    for (int i = 0; i < kernel.size(); i++) {
      assertThat(Float.floatToRawIntBits(read.floatAt(i)))
          .isEqualTo(Float.floatToRawIntBits(kernel.floatAt(i)));
    }
  }

  @Property(tries = 400)
  void theLargestErrorIsTheOneStated(
      @ForAll("kernels") Tensor kernel, @ForAll("rounded") Values form) throws IOException {
    TensorFile file = PackedTensors.file(Map.of("w", kernel), Map.of(), _ -> form);
    Tensor read = through(file);
    double error = 0;
    for (int i = 0; i < kernel.size(); i++) {
      error = Math.max(error, Math.abs((double) kernel.floatAt(i) - read.floatAt(i)));
      if (kernel.floatAt(i) == 0) {
        assertThat(read.floatAt(i)).isZero();
      }
    }
    assertThat(Double.parseDouble(file.metadata().get("w#error"))).isEqualTo(error);
    assertThat(error).isLessThanOrEqualTo(largest(kernel) * (form == Values.F16 ? 0x1p-11 : 0.004));
  }

  @Property(tries = 200)
  void whatIsPackedIsNoLargerThanTheTensor(@ForAll("kernels") Tensor kernel, @ForAll Values form) {
    long bytes =
        PackedTensors.file(Map.of("w", kernel), Map.of(), _ -> form).tensors().values().stream()
            .mapToLong(StoredTensor::bytes)
            .sum();
    assertThat(bytes).isLessThanOrEqualTo(Numbers.bytes(kernel.shape(), kernel.size(), form));
  }

  private static double largest(Tensor kernel) {
    double largest = 0;
    for (int i = 0; i < kernel.size(); i++) {
      largest = Math.max(largest, Math.abs(kernel.floatAt(i)));
    }
    return largest;
  }

  private static Tensor through(TensorFile file) throws IOException {
    TensorFile read = SafetensorsTest.read(SafetensorsTest.write(file));
    assertThat(read).isEqualTo(file);
    return UnpackedTensors.of("here", read).tensors().get("w");
  }

  @Provide
  Arbitrary<Values> rounded() {
    return Arbitraries.of(Values.F16, Values.INT8);
  }

  /** Sizes around powers of two, all shares of zeros, whole rows and columns of zeros. */
  @Provide
  Arbitrary<Tensor> kernels() {
    Arbitrary<Integer> rows = Arbitraries.of(1, 3, 8, 31);
    Arbitrary<Integer> columns = Arbitraries.integers().between(0, SIZES.length - 1);
    Arbitrary<Double> density = Arbitraries.of(0.0, 0.001, 0.02, 0.1, 0.5, 0.97, 1.0);
    Arbitrary<Long> seeds = Arbitraries.longs();
    return Combinators.combine(rows, columns, density, seeds)
        .as((r, c, share, seed) -> kernel(r, SIZES[c], share, seed));
  }

  private static Tensor kernel(int rows, int columns, double density, long seed) {
    Random random = new Random(seed);
    float[] elements = new float[rows * columns];
    int emptyRow = random.nextInt(rows);
    int emptyColumn = random.nextInt(columns);
    for (int i = 0; i < elements.length; i++) {
      boolean empty = i / columns == emptyRow || i % columns == emptyColumn;
      if (random.nextDouble() < density && !(empty && density < 1)) {
        elements[i] = random.nextInt(50) == 0 ? -0f : (float) random.nextGaussian();
      }
    }
    return Tensor.of(Shape.of(rows, columns), elements);
  }
}
