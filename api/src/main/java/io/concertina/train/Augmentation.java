package io.concertina.train;

import io.concertina.data.Batch;
import io.concertina.data.Schema;
import io.concertina.layer.KeyedRandom;

/**
 * Changes training rows at random, anew in each epoch, before a step takes them. Rows that validate
 * stay as they are.
 */
public interface Augmentation {

  /**
   * Checks that it can change rows, before the first one comes.
   *
   * @throws io.concertina.ConcertinaException if they are none of those that it is made for
   */
  void check(Schema rows);

  /**
   * Changes a row of a batch in place.
   *
   * @param row its place in the batch
   * @param random depends on the seed, the epoch and the row's number alone, so that a run that
   *     resumes has the bits of one that was not interrupted
   */
  void change(Batch batch, int row, KeyedRandom random);
}
