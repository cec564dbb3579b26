package io.concertina.workflow;

import io.concertina.data.Schema;
import io.concertina.layer.Layer;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import java.util.List;

/** What a model is to be like: becomes a specification once it is known what a row is made of. */
@FunctionalInterface
public interface ModelDesign {

  /**
   * The specification for rows.
   *
   * @param rows what a training row is made of
   * @param loss of the reconstruction; a likelihood becomes part of the model
   */
  ModelSpec spec(Schema rows, Loss loss);

  /**
   * Layers, whatever the rows are.
   *
   * @param encoder from sample to code
   * @param decoder from code to reconstruction
   */
  static ModelDesign of(List<? extends Layer> encoder, List<? extends Layer> decoder) {
    return named(ModelSpec.named(List.copyOf(encoder)), ModelSpec.named(List.copyOf(decoder)));
  }

  /** Layers with names, and perhaps with what they read: labels of the rows, too. */
  static ModelDesign named(List<NamedLayer> encoder, List<NamedLayer> decoder) {
    return (rows, loss) ->
        new ModelSpec(ModelSpec.streams(rows, encoder, decoder), encoder, decoder, outputs(loss));
  }

  /** What the decoder's output means: by itself nothing, by a likelihood its parameters. */
  static Outputs outputs(Loss loss) {
    return loss instanceof Likelihood likelihood
        ? Outputs.plain().with(likelihood)
        : Outputs.plain();
  }
}
