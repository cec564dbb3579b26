package io.concertina.workflow;

import io.concertina.data.Batch;
import io.concertina.data.RowLayout;
import io.concertina.model.ModelSpec;
import io.concertina.workflow.file.Samples;

/** What is left of rows after encoding and decoding. */
public final class Reconstruction extends Transform {

  private final boolean withRows;

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
    this(open, samples, false);
  }

  private Reconstruction(OpenModel open, Samples samples, boolean withRows) {
    super(open, samples);
    this.withRows = withRows;
  }

  /**
   * The same, with the numbers of each row before what is left of them.
   *
   * @throws io.concertina.ConfigurationException if the model reconstructs something else than
   *     numbers
   */
  public Reconstruction withRows() {
    Reconstructions.requireNumbers(open().model().spec());
    return new Reconstruction(open(), samples(), true);
  }

  @Override
  RowLayout layout() {
    RowLayout layout = Reconstructions.layout(open().model().spec());
    return withRows ? Reconstructions.doubled(layout) : layout;
  }

  @Override
  Piece apply(Batch rows) {
    ModelSpec spec = open().model().spec();
    Piece piece = Reconstructions.piece(spec, open().autoencoder().reconstruct(rows.tensors()));
    return withRows ? Reconstructions.after(spec, rows, piece) : piece;
  }
}
