package io.concertina.workflow;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.RowReader;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.workflow.file.Samples;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Models side by side: size, work, speed and error.
 *
 * @param engine name of the engine that computed
 * @param threads that it computed with
 * @param models what is to be said of each, in the order of the files
 */
public record Comparison(String engine, int threads, List<Entry> models) {

  /** Rows per run for throughput. */
  private static final int BATCH = 256;

  public Comparison {
    models = List.copyOf(models);
  }

  /**
   * One model.
   *
   * @param file where it stands
   * @param parameters number of all weights and state
   * @param nonzero how many of them are not 0
   * @param bytes size of the file
   * @param multiplyAdds of one reconstruction, without those that meet a zero weight
   * @param latency seconds of the reconstruction of one row
   * @param throughput rows a second in batches of 256
   * @param errors by name: {@code mse} per element, and {@code cross_entropy} in nats per element
   *     where rows and reconstructions are all in [0, 1]
   */
  public record Entry(
      Path file,
      long parameters,
      long nonzero,
      long bytes,
      long multiplyAdds,
      double latency,
      double throughput,
      Map<String, Double> errors) {

    /** The numbers by the names that {@code compare --json} gives them. */
    public Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("model", file.toString());
      values.put("parameters", parameters);
      values.put("nonzero", nonzero);
      values.put("file_bytes", bytes);
      values.put("multiply_adds", multiplyAdds);
      values.put("latency_us", latency * 1e6);
      values.put("throughput", throughput);
      values.putAll(errors);
      return values;
    }
  }

  /**
   * Compares the models of files on the rows of a file.
   *
   * @throws DataException if the models take different rows, or the rows do not fit them
   */
  public static Comparison of(Registry registry, List<Path> files, Path data, EngineChoice choice) {
    Sources sources = new Sources(registry);
    List<Model> models = files.stream().map(sources::model).toList();
    requireOneSample(files, models);
    try (Dataset rows = new Samples(sources, models.getFirst()).open(data);
        Engine engine = choice.open()) {
      double[] latencies = new Stopwatch(engine).seconds(models, first(rows, 1));
      double[] batches = new Stopwatch(engine).seconds(models, first(rows, BATCH));
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < models.size(); i++) {
        Inspection inside = new Inspection(models.get(i), registry);
        entries.add(
            new Entry(
                files.get(i),
                models.get(i).weights().values().stream().mapToLong(Tensor::size).sum(),
                inside.nonzero(),
                Sources.bytes(files.get(i)),
                MultiplyAdds.of(models.get(i)),
                latencies[i],
                BATCH / batches[i],
                ReconstructionError.of(models.get(i), engine, rows)));
      }
      return new Comparison(engine.name(), engine.capabilities().threads(), entries);
    }
  }

  private static void requireOneSample(List<Path> files, List<Model> models) {
    Model first = models.getFirst();
    for (int i = 1; i < models.size(); i++) {
      Model model = models.get(i);
      if (!model.spec().sample().equals(first.spec().sample())
          || !model.columns().equals(first.columns())) {
        throw new DataException(
            files.get(i).toString(),
            "a model of rows " + first.spec().sample() + " like " + files.getFirst(),
            "one of " + model.spec().sample());
      }
    }
  }

  /** The first rows, and when there are fewer the same again. */
  private static Map<String, Tensor> first(Dataset rows, int count) {
    Batch read = new Batch(rows.schema(), count);
    int n;
    try (RowReader reader = rows.read()) {
      n = reader.fill(read, count);
    }
    if (n == 0) {
      throw new DataException(rows.name(), "at least one row", "none");
    }
    for (int row = n; row < count; row++) {
      read.add(read, row - n);
    }
    return read.tensors();
  }
}
