package io.concertina.plugin.training;

import io.concertina.ir.Tensor;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where a piece of a training stands among the others.
 *
 * @param number of the phase, counted from 1; none in a training of one piece
 * @param planned epochs of all phases
 * @param epochs done in the phases before
 * @param steps done in the phases before
 * @param age steps that the slots have seen before this phase
 * @param slots what the slots begin with, by resident name, where they go on
 * @param past tells the phases before apart from others; empty if there are none
 * @param carried by resident name, what a checkpoint keeps of layers that the phase does not have
 */
record PhasePlace(
    OptionalInt number,
    int planned,
    int epochs,
    long steps,
    long age,
    Map<String, Tensor> slots,
    String past,
    Map<String, Tensor> carried) {

  /** The column of the history, and the counter of a checkpoint. */
  static final String PHASE = "phase";

  private static final String EPOCHS = "phase_epochs";
  private static final String STEPS = "phase_steps";
  private static final String AGE = "phase_age";

  PhasePlace {
    slots = Map.copyOf(slots);
    carried = Map.copyOf(carried);
  }

  /** The first piece. */
  static PhasePlace first(OptionalInt number, int planned) {
    return new PhasePlace(number, planned, 0, 0, 0, Map.of(), "", Map.of());
  }

  /** The place that a checkpoint's counters tell. */
  static PhasePlace read(Map<String, Double> counters, int phase, int planned, String past) {
    return new PhasePlace(
        OptionalInt.of(phase),
        planned,
        epochs(counters),
        counters.getOrDefault(STEPS, 0.0).longValue(),
        counters.getOrDefault(AGE, 0.0).longValue(),
        Map.of(),
        past,
        Map.of());
  }

  /** The same place of a part, beside which a checkpoint keeps other tensors. */
  PhasePlace carrying(Map<String, Tensor> others) {
    return new PhasePlace(number, planned, epochs, steps, age, slots, past, others);
  }

  /** Epochs of the phases before that of a checkpoint with these counters. */
  static int epochs(Map<String, Double> counters) {
    return counters.getOrDefault(EPOCHS, 0.0).intValue();
  }

  void save(Map<String, Double> counters) {
    if (number.isPresent()) {
      counters.put(PHASE, (double) number.getAsInt());
      counters.put(EPOCHS, (double) epochs);
      counters.put(STEPS, (double) steps);
      counters.put(AGE, (double) age);
    }
  }

  boolean first() {
    return epochs == 0;
  }

  /** What a fingerprint says of it. */
  String text() {
    return number.isPresent() ? ", phase %d%s".formatted(number.getAsInt(), past) : "";
  }
}
