package io.concertina.plugin.training;

import io.concertina.data.Schema;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.train.TrainingPhase;

/** What a training trains at one time: the whole model or a part of it, on rows of its own. */
sealed interface Piece permits WholeModel, LayerPair {

  /** How it is trained. */
  TrainingPhase phase();

  /** The part of a model that is trained, with the model's history. */
  Model part(Model whole);

  /** The model with the weights and the history of a part of it that was trained. */
  Model joined(Model whole, Model part);

  /** What the rows are made of that the part learns from. */
  Schema schema();

  /** The rows that the part learns from, made by a model whose layers before it are trained. */
  PieceRows rows(Model whole, Engine engine);
}
