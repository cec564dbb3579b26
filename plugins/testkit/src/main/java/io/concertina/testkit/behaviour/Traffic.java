package io.concertina.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Program;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Several threads that run one function at once, each on numbers of its own. */
final class Traffic {

  /** How many threads there are. */
  static final int THREADS = 8;

  private static final int RUNS = 40;
  private static final int WIDTH = 31;

  private Traffic() {}

  /** Exact in f32, so that any difference is one run's data in another run. */
  static Function function() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(WIDTH))));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", ops.add(ops.mul(ops.neg(x), 2), 1));
    outputs.put("sum", ops.sum(x, 1));
    outputs.put("turned", ops.transpose(ops.reverse(x, 1), 1, 0));
    return ops.function("elementwise", outputs);
  }

  /** Runs the function many times on the numbers of a thread, and expects its results. */
  static void run(Program program, int thread) {
    for (int run = 0; run < RUNS; run++) {
      int batch = 1 + (thread + run) % 9;
      float value = 1 + thread;
      Tensor x = Tensor.full(Shape.of(batch, WIDTH), value);
      Map<String, Tensor> outputs = program.run(Map.of("x", x));
      assertThat(outputs)
          .containsEntry("y", Tensor.full(Shape.of(batch, WIDTH), 1 - 2 * value))
          .containsEntry("sum", Tensor.full(Shape.of(batch), WIDTH * value))
          .containsEntry("turned", Tensor.full(Shape.of(WIDTH, batch), value));
    }
  }

  /** Does the work of every thread at once, and throws what one of them threw. */
  static void of(IntFunction<Runnable> work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      List<? extends Future<?>> futures =
          IntStream.range(0, THREADS).mapToObj(thread -> pool.submit(work.apply(thread))).toList();
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }
}
