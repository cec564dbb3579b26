package io.concertina.loss;

import io.concertina.data.ValueRange;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.Optional;

/**
 * How far a prediction is from its target, element by element.
 *
 * <p>The frame around it makes one number of the result: the mean over all of it, or over what is
 * observed where cells may be missing, each row with its weight where rows have weights.
 */
public interface Loss {

  /**
   * Emits the loss of every element, or of every group of elements that belong together.
   *
   * @param prediction [batch, ...]
   * @param target [batch, ...]; of the same shape unless the loss says otherwise
   * @return f32 of the target's shape, or of its first axes where the loss joins the others, for
   *     instance [batch]. Only a loss of the target's shape can leave out missing cells
   */
  Value apply(Ops ops, Value prediction, Value target);

  /** The targets that it is made for, in the units that the model sees; empty for all numbers. */
  default Optional<ValueRange> targets() {
    return Optional.empty();
  }
}
