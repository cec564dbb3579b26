package io.concertina.benchmarks.peers;

import io.concertina.benchmarks.Engines;
import io.concertina.cli.output.Json;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.spi.Registry;
import io.concertina.workflow.benchmark.Contest;
import io.concertina.workflow.benchmark.Measurement;
import io.concertina.workflow.benchmark.Mode;
import io.concertina.workflow.benchmark.Runner;
import io.concertina.workflow.benchmark.Schedule;
import io.concertina.workflow.benchmark.Work;
import io.concertina.workflow.benchmark.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures engine native against ONNX Runtime in one process, taking turns: reconstruction of whole
 * batches and of single samples, with 1 and 2 threads. Before that the two are compared: they must
 * give the same outputs.
 *
 * <pre>
 * Peers [WORKLOAD...]    default: all
 * </pre>
 *
 * <p>It prints a line of JSON each: {@code native} is samples per second or, for single samples,
 * microseconds; {@code ratio} is that by the peer's.
 */
public final class Peers {

  private static final String PEER = "onnxruntime";

  /** Largest difference of two outputs: float32 through a dozen layers. */
  private static final double TOLERANCE = 2e-5;

  private final Contest contest =
      new Contest(
          new Schedule(Schedule.WARM_UP, Schedule.ROUNDS, Schedule.SECONDS), System.err::println);

  private Peers() {}

  /** Prints a line per workload, mode and number of threads. */
  public static void main(String... arguments) {
    Peers peers = new Peers();
    Registry registry = Registry.load();
    List<Workload> workloads =
        arguments.length == 0
            ? Workload.all(registry)
            : Arrays.stream(arguments).map(name -> Workload.named(name, registry)).toList();
    for (Workload workload : workloads) {
      for (Mode mode : List.of(Mode.INFER, Mode.LATENCY)) {
        for (int threads : new int[] {1, 2}) {
          peers.measure(workload, mode, threads);
        }
      }
    }
  }

  private void measure(Workload workload, Mode mode, int threads) {
    int batch = workload.batch(mode);
    Model model = OnnxWorkload.model(workload);
    List<Tensor> batches = workload.batches(mode);
    Shape shape = OnnxWorkload.input(workload.name(), batch);
    List<Tensor> theirs = batches.stream().map(rows -> arranged(rows, workload, shape)).toList();
    try (Engine engine = Engines.open("native", threads);
        Work ours = Work.reconstruction(model, batches, engine);
        OnnxRuntime peer =
            new OnnxRuntime(
                OnnxWorkload.file(workload.name(), batch), threads, shape, shape.size(), theirs)) {
      check(workload, ours, peer, shape);
      List<Measurement> results =
          contest.run(
              workload.name(),
              mode,
              batch,
              List.of(new Runner("native", threads, ours), new Runner(PEER, threads, peer)));
      System.out.println(Json.line(tree(results.getFirst(), results.getLast())));
    }
  }

  /** Rows as the file wants them: sequences with their time first. */
  private static Tensor arranged(Tensor rows, Workload workload, Shape shape) {
    if (!workload.name().equals("W5")) {
      return Tensor.of(shape, rows.toFloats());
    }
    int time = shape.dim(0).size();
    int batch = shape.dim(1).size();
    int width = shape.dim(2).size();
    return Tensor.of(shape, exchanged(rows.toFloats(), batch, time, width));
  }

  /** Exchanges the first two axes of [first, second, width]. */
  private static float[] exchanged(float[] elements, int first, int second, int width) {
    float[] result = new float[elements.length];
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < second; j++) {
        System.arraycopy(
            elements, (i * second + j) * width, result, (j * first + i) * width, width);
      }
    }
    return result;
  }

  private static void check(Workload workload, Work ours, OnnxRuntime peer, Shape shape) {
    ours.restart();
    peer.restart();
    float[] expected =
        Objects.requireNonNull(ours.outputs().get(ModelFunctions.RECONSTRUCTION), "no output")
            .toFloats();
    peer.run();
    float[] actual =
        workload.name().equals("W5")
            ? exchanged(
                peer.result(), shape.dim(0).size(), shape.dim(1).size(), shape.dim(2).size())
            : peer.result();
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i])))) {
        throw new IllegalStateException(
            "%s: expected output %d of %s to be %s as ours, got %s"
                .formatted(workload.name(), i, PEER, expected[i], actual[i]));
      }
    }
  }

  private static Map<String, Object> tree(Measurement ours, Measurement peer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", ours.workload());
    tree.put("mode", ours.mode().label());
    tree.put("peer", peer.engine());
    tree.put("threads", ours.threads());
    tree.put("native", ours.median());
    tree.put("ratio", ours.median() / peer.median());
    return tree;
  }
}
