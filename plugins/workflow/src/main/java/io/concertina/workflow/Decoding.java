package io.concertina.workflow;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.RowLayout;
import io.concertina.data.Schema;
import io.concertina.ir.Tensor;
import io.concertina.model.ModelFunctions;
import io.concertina.workflow.file.Samples;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows that codes stand for. */
public final class Decoding extends Transform {

  /** Of a model. */
  public Decoding(OpenModel open) {
    this(open, open.samples());
  }

  /**
   * Of a model.
   *
   * @param samples opens files
   */
  public Decoding(OpenModel open, Samples samples) {
    super(open, samples);
  }

  /** Codes by the names that {@link Encoding} gives them, or else in order. */
  @Override
  public Dataset rows(Path file) {
    return samples().codes(file);
  }

  @Override
  RowLayout layout() {
    return Reconstructions.layout(open().model().spec());
  }

  @Override
  Piece apply(Batch rows) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(rows.tensors());
    inputs.remove(Schema.X);
    inputs.put(ModelFunctions.CODE, rows.tensor(Schema.X));
    return Reconstructions.piece(open().model().spec(), open().autoencoder().decode(inputs));
  }
}
