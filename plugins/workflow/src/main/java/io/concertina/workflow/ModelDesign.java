package io.concertina.workflow;

import io.concertina.data.Schema;
import io.concertina.layer.Layer;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.ModelSpec;
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
    return (rows, loss) ->
        new ModelSpec(
            streams(rows),
            ModelSpec.named(List.copyOf(encoder)),
            ModelSpec.named(List.copyOf(decoder)),
            outputs(loss));
  }

  /** What a model knows of rows: their labels and weights are for training alone. */
  static Schema streams(Schema rows) {
    return new Schema(
        rows.streams().stream()
            .filter(
                stream ->
                    switch (stream.role()) {
                      case FEATURE, TARGET, KEY, LENGTH -> true;
                      case LABEL, WEIGHT -> false;
                    })
            .toList());
  }

  /** What the decoder's output means: by itself nothing, by a likelihood its parameters. */
  static Outputs outputs(Loss loss) {
    return loss instanceof Likelihood likelihood
        ? Outputs.plain().with(likelihood)
        : Outputs.plain();
  }
}
