package io.concertina.plugin.training;

import io.concertina.data.Schema;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.train.TrainingPhase;
import io.concertina.train.TrainingRows;
import java.util.List;

/**
 * A phase of the whole model.
 *
 * @param phase how it is trained
 * @param given the rows of the training
 */
record WholeModel(TrainingPhase phase, TrainingRows given) implements Piece {

  @Override
  public Model part(Model whole) {
    return whole;
  }

  @Override
  public Model joined(Model whole, Model part) {
    return part;
  }

  @Override
  public Schema schema() {
    return given.training().schema();
  }

  @Override
  public PieceRows rows(Model whole, Engine engine) {
    return new PieceRows(given, List.of());
  }
}
