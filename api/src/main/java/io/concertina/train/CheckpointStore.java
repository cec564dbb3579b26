package io.concertina.train;

import java.util.Optional;

/** Keeps the newest checkpoint of a run. */
public interface CheckpointStore {

  /**
   * Replaces the newest checkpoint; after a crash either the old or the new one is there, whole.
   *
   * @param checkpoint not to be kept, but for a {@link Checkpoint#copy}: the run goes on with its
   *     residents
   * @throws io.concertina.DataException if it cannot be written
   */
  void save(Checkpoint checkpoint);

  /**
   * The newest checkpoint, if there is one.
   *
   * @throws io.concertina.ModelFormatException if it is damaged
   */
  Optional<Checkpoint> newest();

  /** False if {@link #save} does nothing, which spares making checkpoints. */
  default boolean keeps() {
    return true;
  }

  /** Keeps nothing. */
  static CheckpointStore none() {
    return new CheckpointStore() {
      @Override
      public boolean keeps() {
        return false;
      }

      @Override
      public void save(Checkpoint checkpoint) {}

      @Override
      public Optional<Checkpoint> newest() {
        return Optional.empty();
      }
    };
  }
}
