package io.concertina.workflow;

import io.concertina.data.Batch;
import io.concertina.data.RowLayout;
import io.concertina.workflow.file.Samples;

/** What is left of rows after encoding and decoding. */
public final class Reconstruction extends Transform {

  /** Of a model. */
  public Reconstruction(OpenModel open) {
    this(open, open.samples());
  }

  /**
   * Of a model.
   *
   * @param samples opens files
   */
  public Reconstruction(OpenModel open, Samples samples) {
    super(open, samples);
  }

  @Override
  RowLayout layout() {
    return Reconstructions.layout(open().model().spec());
  }

  @Override
  Piece apply(Batch rows) {
    return Reconstructions.piece(
        open().model().spec(), open().autoencoder().reconstruct(rows.tensors()));
  }
}
