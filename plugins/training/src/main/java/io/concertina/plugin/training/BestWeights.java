package io.concertina.plugin.training;

import io.concertina.engine.Engine;
import io.concertina.engine.Residents;
import io.concertina.ir.TensorSource;
import java.util.Map;
import java.util.Set;

/**
 * The weights and the state of a run's best epoch.
 *
 * <p>They live in residents of their own, which the next best epoch overwrites: copies that live
 * for some epochs each would fill the old generation of the heap.
 */
final class BestWeights implements AutoCloseable {

  private final Set<String> names;
  private final Residents kept;
  private boolean known;

  /**
   * None yet.
   *
   * @param names of weights and state
   * @param engine where they live
   */
  BestWeights(Set<String> names, Engine engine) {
    this.names = names;
    this.kept = engine.residents();
  }

  /** Keeps the values that weights and state have now. */
  void keep(TensorSource current) {
    names.forEach(name -> kept.put(name, current.view(name)));
    known = true;
  }

  /** Keeps none. */
  void forget() {
    known = false;
  }

  /** What is kept; without a name if none is. */
  TensorSource tensors() {
    return known ? kept : TensorSource.of(Map.of());
  }

  /** Keeps what a checkpoint of the run kept. */
  void restore(TensorSource saved) {
    if (saved.names().isEmpty()) {
      forget();
    } else {
      keep(saved);
    }
  }

  @Override
  public void close() {
    kept.close();
  }
}
