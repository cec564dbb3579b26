package io.concertina.workflow;

import io.concertina.data.Batch;
import io.concertina.data.RowLayout;
import io.concertina.ir.Shape;
import io.concertina.workflow.file.Samples;

/** Codes of rows. */
public final class Encoding extends Transform {

  /** Of a model. */
  public Encoding(OpenModel open) {
    this(open, open.samples());
  }

  /**
   * Of a model.
   *
   * @param samples opens files
   */
  public Encoding(OpenModel open, Samples samples) {
    super(open, samples);
  }

  @Override
  RowLayout layout() {
    Shape code = open().model().blueprint().code();
    return RowLayout.of(code, Samples.codeColumns(code));
  }

  @Override
  Piece apply(Batch rows) {
    return Piece.of(open().autoencoder().encode(rows.tensors()));
  }
}
