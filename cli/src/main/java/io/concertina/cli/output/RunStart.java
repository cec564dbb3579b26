package io.concertina.cli.output;

import io.concertina.model.Epoch;
import io.concertina.train.TrainingListener;
import io.concertina.train.WatchedRows;
import java.util.List;

/**
 * Does something when a run has passed all checks and its first step is next.
 *
 * @param listener is told everything, after that
 * @param begin what to do
 */
public record RunStart(TrainingListener listener, Runnable begin) implements TrainingListener {

  @Override
  public void started(int epochs, long stepsPerEpoch, int done) {
    begin.run();
    listener.started(epochs, stepsPerEpoch, done);
  }

  @Override
  public void step(int epoch, long step, double loss) {
    listener.step(epoch, step, loss);
  }

  @Override
  public List<Integer> rows() {
    return listener.rows();
  }

  @Override
  public void watched(WatchedRows rows) {
    listener.watched(rows);
  }

  @Override
  public void epoch(Epoch epoch) {
    listener.epoch(epoch);
  }

  @Override
  public void restored(int epoch) {
    listener.restored(epoch);
  }

  @Override
  public void note(String sentence) {
    listener.note(sentence);
  }

  @Override
  public boolean cancelled() {
    return listener.cancelled();
  }
}
