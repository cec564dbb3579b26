package io.concertina.train;

import io.concertina.ConcertinaException;
import io.concertina.ConfigurationException;
import io.concertina.model.Epoch;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Several listeners as one. What a listener throws becomes an error that names it.
 *
 * @param listeners in order
 */
record Listeners(List<TrainingListener> listeners) implements TrainingListener {

  Listeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void started(int epochs, long stepsPerEpoch, int done) {
    each(listener -> listener.started(epochs, stepsPerEpoch, done));
  }

  @Override
  public void step(int epoch, long step, double loss) {
    each(listener -> listener.step(epoch, step, loss));
  }

  @Override
  public List<Integer> rows() {
    Set<Integer> rows = new TreeSet<>();
    each(listener -> rows.addAll(listener.rows()));
    return List.copyOf(rows);
  }

  @Override
  public void watched(WatchedRows rows) {
    each(
        listener -> {
          if (!listener.rows().isEmpty()) {
            listener.watched(rows);
          }
        });
  }

  @Override
  public void epoch(Epoch epoch) {
    each(listener -> listener.epoch(epoch));
  }

  @Override
  public void restored(int epoch) {
    each(listener -> listener.restored(epoch));
  }

  @Override
  public void note(String line) {
    each(listener -> listener.note(line));
  }

  @Override
  public boolean cancelled() {
    boolean[] cancelled = {false};
    each(listener -> cancelled[0] |= listener.cancelled());
    return cancelled[0];
  }

  private void each(Consumer<TrainingListener> call) {
    for (TrainingListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (ConcertinaException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new ConfigurationException(
            "listener "
                + listener.getClass().getName()
                + ": expected to hear of the run without an error, got "
                + e
                + "; mend it or leave it out",
            e);
      }
    }
  }
}
