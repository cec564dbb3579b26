package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import java.util.Objects;

/** The codes that a model gives the rows of another dataset, computed whenever they are read. */
final class CodeRows implements Dataset {

  private final Dataset rows;
  private final Schema schema;
  private final Residents residents;
  private final Program program;
  private final Feeds feeds;

  private CodeRows(Dataset rows, Model model, Engine engine) {
    this.rows = rows;
    this.schema = schema(rows.schema(), model.blueprint().code());
    this.residents = engine.residents();
    model.weights().forEach(residents::put);
    Function encode = model.functions().encode();
    this.feeds = Feeds.to(encode);
    this.program = engine.compile(encode, residents);
  }

  /** The codes of rows, which stay open. */
  static CodeRows of(Dataset rows, Model model, Engine engine) {
    return new CodeRows(rows, model, engine);
  }

  /** The codes as the feature x, and the weights that the rows have. */
  static Schema schema(Schema rows, Shape code) {
    Schema weights = new Schema(rows.of(StreamSpec.Role.WEIGHT));
    return Schema.of(StreamSpec.feature(Schema.X, code)).plus(weights);
  }

  /** The same codes, to be read in any order if the rows can be. */
  Dataset view() {
    return rows instanceof IndexedDataset indexed
        ? IndexedDataset.of(
            this,
            (numbers, from, count, target) -> {
              Batch source = new Batch(rows.schema(), Math.max(1, count));
              indexed.gather(numbers, from, count, source);
              encode(source, target);
            })
        : this;
  }

  @Override
  public String name() {
    return "codes of " + rows.name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long size() {
    return rows.size();
  }

  @Override
  public RowReader read() {
    RowReader reader = rows.read();
    return new RowReader() {
      @Override
      public int read(Batch target, int most) {
        Batch source = new Batch(rows.schema(), Math.max(1, most));
        int count = reader.read(source, most);
        encode(source, target);
        return count;
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  private void encode(Batch source, Batch target) {
    if (source.rows() == 0) {
      return;
    }
    int at = target.rows();
    Tensor codes =
        Objects.requireNonNull(
            program.run(feeds.of(source.tensors())).get(ModelFunctions.CODE), ModelFunctions.CODE);
    codes.copyTo(0, target.floats(0), at * schema.x().width(), codes.size());
    for (int i = 1; i < schema.streams().size(); i++) {
      StreamSpec stream = schema.streams().get(i);
      System.arraycopy(
          source.floats(source.schema().indexOf(stream.name())),
          0,
          target.floats(i),
          at * stream.width(),
          source.rows() * stream.width());
    }
    target.added(source.rows());
  }

  /** Closes what computes them; the rows stay open. */
  @Override
  public void close() {
    program.close();
    residents.close();
  }
}
