package io.concertina.layer;

import io.concertina.ir.Shape;
import java.util.List;
import java.util.Optional;

/** A layer that knows the way back: what a decoder does where the encoder has it. */
public interface MirroredLayer extends Layer {

  /**
   * Where a layer stands in an encoder.
   *
   * @param in shape of what it reads, without the batch axis
   * @param out shape of what it gives, without the batch axis
   * @param before the activation of what it reads; empty for that of the model's input, which the
   *     mirror gives without one
   * @param last whether the mirror ends the decoder, and so is as wide as the decoder's output has
   *     to be
   */
  record Site(Shape in, Shape out, Optional<Activation> before, boolean last) {}

  /**
   * The layers from {@code out} back to {@code in}, in the order in which they are emitted; empty
   * if there is nothing to take back.
   */
  List<Layer> mirror(Site site);

  /** The activation of its output; empty if it hands on that of its input. */
  default Optional<Activation> activated() {
    return Optional.empty();
  }
}
