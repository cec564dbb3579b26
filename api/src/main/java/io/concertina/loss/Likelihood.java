package io.concertina.loss;

import io.concertina.ConfigurationException;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;

/**
 * A loss that is the negative logarithm of a probability, in nats, and whose distribution has
 * parameters of its own: the decoder gives them in place of a reconstruction.
 *
 * <p>It becomes part of the model, which needs it to reconstruct.
 */
public interface Likelihood extends Loss {

  /**
   * The shape that it wants from the decoder for one sample, for instance twice the last axis for a
   * mean and a variance.
   *
   * @param sample shape of what is reconstructed
   */
  Shape parameters(Shape sample);

  /**
   * The shape that it wants from the decoder for one sample of classes (whole numbers of a known
   * range): a likelihood of classes says so, and any other is an error.
   *
   * @param stream what is reconstructed
   */
  default Shape parameters(StreamSpec stream) {
    if (stream.kind() == StreamSpec.Kind.I32) {
      throw new ConfigurationException(
          "training.loss",
          "a likelihood of classes, categorical, since " + stream.name() + " holds whole numbers",
          "one of numbers");
    }
    return parameters(stream.shape());
  }

  /**
   * Emits the reconstruction, the distribution's mean unless the likelihood says otherwise.
   *
   * @param parameters [batch, ...] what the decoder gave
   * @return [batch, ...] of the sample's shape; for classes the probability of each, of the
   *     parameters' shape
   */
  Value reconstruction(Ops ops, Value parameters);

  /**
   * Emits -ln p(target) in nats per element.
   *
   * @param prediction [batch, ...] what the decoder gave
   * @param target [batch, ...] of the sample's shape
   * @return of the target's shape
   */
  @Override
  Value apply(Ops ops, Value prediction, Value target);
}
