package io.concertina.engine.nativejava.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.ir.Composites;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products that fall into parts in each of the ways there are, on one, two and three threads, with
 * vectors and without. All numbers are small integers, so every order of additions gives the same
 * sums.
 */
class ProductTest {

  private record Setting(String width, int threads) {}

  private static final List<Setting> SETTINGS =
      List.of(new Setting(KernelProvider.AUTO, 1), new Setting("scalar", 2), new Setting("128", 3));

  @ParameterizedTest(name = "{0} {1}x{2}x{3}: {4}")
  @CsvSource({
    "NN, 512, 130, 64, blocks of rows",
    "NN, 90, 300, 30, blocks of rows of a wide matrix",
    "NN, 70, 300, 900, columns that each thread packs",
    "NN, 33, 150, 1800, columns of a long shared axis",
    "NT, 512, 70, 64, blocks of rows with all panels",
    "NT, 96, 400, 200, columns that each thread packs",
    "TN, 40, 48, 400, two halves of the shared axis",
    "TN, 1, 128, 1536, one row in two halves of the shared axis",
    "TN, 1, 300, 600, one row",
    "TN, 130, 1, 1536, one column",
    "NN, 1, 300, 400, one row with a matrix",
    "NT, 1, 300, 400, one row with a transposed matrix",
    "TN, 300, 280, 20, rows",
    "TN, 132, 520, 520, rows with panels of all columns",
    "NN, 3, 5, 7, one part"
  })
  void everyPartIsComputedOnceWithWhatFollows(String form, int m, int n, int k, String way) {
    int[] product = product(form, m, n, k);
    int[] total = new int[1];
    int[] columns = new int[n];
    float[] y = new float[m * n];
    float[] w = new float[m * n];
    for (int i = 0; i < m * n; i++) {
      int rectified = Math.max(0, product[i] + i % n % 3);
      y[i] = rectified;
      total[0] += rectified;
      columns[i % n] += rectified;
      w[i] = i % 5 - product[i];
    }
    for (Setting setting : SETTINGS) {
      Map<String, Tensor> outputs = run(layer(form, m, n, k), setting, new float[0]);
      assertThat(outputs.get("y").toFloats()).as(way).containsExactly(y);
      assertThat(outputs.get("total").floatAt(0)).as(way).isEqualTo(total[0]);
      assertThat(outputs.get("columns").toFloats()).as(way).containsExactly(floats(columns));
      float[] weight = new float[m * n];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = i % 5;
      }
      run(update(form, m, n, k), setting, weight);
      assertThat(weight).as(way + ", not kept").containsExactly(w);
    }
  }

  /** The numbers of A and B as stored: from -2 to 2. */
  private static int[] numbers(int count, int seed) {
    return new Random(seed).ints(count, -2, 3).toArray();
  }

  private static float[] floats(int[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers[i];
    }
    return floats;
  }

  private static int[] product(String form, int m, int n, int k) {
    int[] a = numbers(m * k, 1);
    int[] b = numbers(k * n, 2);
    int[] c = new int[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          int left = form.charAt(0) == 'T' ? a[p * m + i] : a[i * k + p];
          int right = form.charAt(1) == 'T' ? b[j * k + p] : b[p * n + j];
          c[i * n + j] += left * right;
        }
      }
    }
    return c;
  }

  private static Value product(Ops ops, String form, int m, int n, int k) {
    boolean left = form.charAt(0) == 'T';
    boolean right = form.charAt(1) == 'T';
    Value a = ops.input("a", TensorType.f32(left ? Shape.of(k, m) : Shape.of(m, k)));
    Value b = ops.input("b", TensorType.f32(right ? Shape.of(n, k) : Shape.of(k, n)));
    return ops.matmul(left ? ops.transpose(a, 1, 0) : a, right ? ops.transpose(b, 1, 0) : b);
  }

  /** Rectified product plus bias with its column sums and its sum. */
  private static Function layer(String form, int m, int n, int k) {
    Ops ops = new Ops();
    Value bias = ops.input("bias", TensorType.f32(Shape.of(n)));
    Value y = Composites.relu(ops, ops.add(product(ops, form, m, n, k), bias));
    return ops.function(
        "layer", Map.of("y", y, "total", ops.sum(y, 0, 1), "columns", ops.sum(y, 0)));
  }

  /** w' = w - product, which is not kept. */
  private static Function update(String form, int m, int n, int k) {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(m, n)));
    Value less = ops.sub(w, product(ops, form, m, n, k));
    return ops.function("update", Map.of(), Map.of("w", less));
  }

  private static Map<String, Tensor> run(Function function, Setting setting, float[] resident) {
    try (Workers workers = new Workers(setting.threads())) {
      Map<String, Tensor> inputs = new HashMap<>();
      for (Value input : function.parameters(Source.Kind.INPUT)) {
        String name = Function.parameter(input).name();
        int size = input.shape().size();
        int[] values = numbers(size, name.equals("a") ? 1 : 2);
        if (name.equals("bias")) {
          Arrays.setAll(values, i -> i % 3);
        }
        inputs.put(name, Tensor.of(input.shape(), floats(values)));
      }
      return Compiler.compile(function, Map.of())
          .workspace(KernelProvider.choose(setting.width()), workers, _ -> resident)
          .run(inputs);
    }
  }
}
