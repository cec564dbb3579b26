package io.concertina.train;

import io.concertina.model.Epoch;
import java.util.List;

/**
 * Several listeners as one.
 *
 * @param listeners in order
 */
record Listeners(List<TrainingListener> listeners) implements TrainingListener {

  Listeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void started(int epochs, long stepsPerEpoch, int done) {
    listeners.forEach(listener -> listener.started(epochs, stepsPerEpoch, done));
  }

  @Override
  public void step(int epoch, long step, double loss) {
    listeners.forEach(listener -> listener.step(epoch, step, loss));
  }

  @Override
  public void epoch(Epoch epoch) {
    listeners.forEach(listener -> listener.epoch(epoch));
  }

  @Override
  public void restored(int epoch) {
    listeners.forEach(listener -> listener.restored(epoch));
  }

  @Override
  public void note(String sentence) {
    listeners.forEach(listener -> listener.note(sentence));
  }

  @Override
  public boolean cancelled() {
    return listeners.stream().anyMatch(TrainingListener::cancelled);
  }
}
