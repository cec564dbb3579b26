package io.concertina.testkit;

import io.concertina.loss.Loss;
import java.util.List;

/**
 * What every loss must do; extend it in a test and name losses with what they compare.
 *
 * <p>For each: it gives f32 numbers of the target's shape or of its first axes; a row's numbers do
 * not depend on the rows beside it; its gradient by the prediction is that of central differences;
 * both are finite where the prediction is right; every engine on the class path computes the values
 * and gradients of the float64 reference; the settings survive a round trip through a
 * configuration.
 *
 * <pre>{@code
 * class PinballTest extends LossContract {
 *   @Override
 *   protected List<MeasureSubject<Loss>> subjects() {
 *     return List.of(MeasureSubject.of(new Pinball(0.9), 7), MeasureSubject.of(new Pinball(0.5), 2, 3));
 *   }
 * }
 * }</pre>
 */
public abstract class LossContract extends LossChecks {

  /** The losses to check; several settings or shapes of one loss are several subjects. */
  protected abstract List<MeasureSubject<Loss>> subjects();

  @Override
  final List<MeasureSubject<Loss>> losses() {
    return subjects();
  }
}
