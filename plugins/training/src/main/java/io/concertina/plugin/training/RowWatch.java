package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.RowReader;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import io.concertina.train.TrainingRows;
import io.concertina.train.WatchedRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows what the weights of a run make of a few rows, which are kept in memory. */
final class RowWatch implements AutoCloseable {

  private final List<Integer> rows;
  private final Map<String, Tensor> streams;
  private final List<Program> programs;

  private RowWatch(List<Integer> rows, Map<String, Tensor> streams, List<Program> programs) {
    this.rows = rows;
    this.streams = streams;
    this.programs = programs;
  }

  /**
   * Watches rows of the validation set or, where there is none, of the training set.
   *
   * @param asked their numbers; empty for nothing to watch
   * @throws io.concertina.DataException if there is no row of a number
   */
  static Optional<RowWatch> of(
      List<Integer> asked, Model model, TrainingRows from, Engine engine, Residents residents) {
    List<Integer> rows = asked.stream().distinct().sorted().toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Dataset source = from.validation().orElse(from.training());
    int[] numbers = rows.stream().mapToInt(Integer::intValue).toArray();
    Batch batch = new Batch(source.schema(), numbers.length);
    try (RowReader reader = Datasets.select(source, numbers).read()) {
      reader.fill(batch, numbers.length);
    }
    List<Program> programs =
        List.of(
            engine.compile(model.functions().encode(), residents),
            engine.compile(model.functions().reconstruct(), residents));
    return Optional.of(new RowWatch(rows, batch.tensors(), programs));
  }

  /** What the weights make of the rows now. */
  WatchedRows after(int epoch) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Program program : programs) {
      outputs.putAll(program.run(Feeds.of(program.function(), streams)));
    }
    return new WatchedRows(epoch, rows, outputs);
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
  }
}
