package io.concertina.train;

import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.model.History;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a run between two epochs; all that is needed to continue it bit for bit.
 *
 * <p>The tensors of a run at work are not copied: whoever is handed such a checkpoint reads them
 * before the run goes on, or makes a {@link #copy}.
 *
 * @param fingerprint tells what run this is of; a run with another fingerprint must not continue it
 * @param step steps done
 * @param residents weights, state and slots by name
 * @param best weights and state of the best epoch; without names if none is kept
 * @param history epochs done
 * @param progress the trainer's own counters by name
 */
public record Checkpoint(
    String fingerprint,
    long step,
    TensorSource residents,
    TensorSource best,
    History history,
    Map<String, Double> progress) {

  public Checkpoint {
    progress = Collections.unmodifiableMap(new TreeMap<>(progress));
  }

  /** The same state, whatever the run does next. */
  public Checkpoint copy() {
    return new Checkpoint(fingerprint, step, copy(residents), copy(best), history, progress);
  }

  private static TensorSource copy(TensorSource tensors) {
    Map<String, Tensor> copies = new TreeMap<>();
    tensors.names().forEach(name -> copies.put(name, tensors.view(name).copy()));
    return TensorSource.of(copies);
  }
}
