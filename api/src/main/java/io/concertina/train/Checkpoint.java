package io.concertina.train;

import io.concertina.ir.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a run between two epochs; all that is needed to continue it bit for bit.
 *
 * @param fingerprint tells what run this is of; a run with another fingerprint must not continue it
 * @param step steps done
 * @param residents weights, state and slots by name
 * @param best weights and state of the best epoch; empty if none is kept
 * @param history epochs done
 * @param progress the trainer's own counters by name
 */
public record Checkpoint(
    String fingerprint,
    long step,
    Map<String, Tensor> residents,
    Map<String, Tensor> best,
    History history,
    Map<String, Double> progress) {

  public Checkpoint {
    residents = Collections.unmodifiableMap(new TreeMap<>(residents));
    best = Collections.unmodifiableMap(new TreeMap<>(best));
    progress = Collections.unmodifiableMap(new TreeMap<>(progress));
  }
}
