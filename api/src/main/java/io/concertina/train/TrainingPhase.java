package io.concertina.train;

/**
 * A piece of a training, after which the next one begins with the weights that it left.
 *
 * @param plan of the piece alone
 * @param continues whether the optimiser's slots go on from the piece before; otherwise they begin
 *     anew, and the step's number that the update rule sees with them
 */
public record TrainingPhase(TrainingPlan plan, boolean continues) {

  /** A piece whose slots begin anew. */
  public static TrainingPhase of(TrainingPlan plan) {
    return new TrainingPhase(plan, false);
  }
}
