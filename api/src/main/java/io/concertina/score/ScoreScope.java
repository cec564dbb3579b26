package io.concertina.score;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** What a score sees of a batch. */
public interface ScoreScope {

  /** Where it emits. */
  Ops ops();

  /** The features as the model's first layer sees them, f32 [batch, ...]. */
  Value seen();

  /** The codes, f32 [batch, ...]. */
  Value code();

  /**
   * The squared error of each element, f32 [batch, ...], in the units that the model sees; for
   * classes and words their cross-entropy in nats. 0 where it is missing, infinite where the layers
   * overflow.
   */
  Value errors();

  /**
   * Reconstruction less the truth, f32, of the shape of {@link #errors}; 0 where it is missing,
   * infinite where the layers overflow.
   *
   * @throws io.concertina.ConfigurationException if the model reconstructs classes or words
   */
  Value difference();

  /**
   * -ln p of each element in nats, f32, of the shape of {@link #errors}; 0 where it is missing,
   * infinite where the layers overflow.
   *
   * @throws io.concertina.ConfigurationException if the model has no likelihood
   */
  Value nats();

  /** How many elements of each row are observed, f32 [batch]. */
  Value observed();

  /**
   * What {@link Score#fit} gave under a name.
   *
   * @throws io.concertina.ConfigurationException if it gave nothing of that name
   */
  Value fitted(String name);
}
