package io.concertina.model;

import io.concertina.ShapeException;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.score.ScoreScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a trained model computes, as functions of the intermediate representation.
 *
 * <p>All take raw streams and apply the preprocessing themselves. The batch axis is named {@code
 * batch}; every variable is a resident of its full name.
 */
public final class ModelFunctions {

  /** Name of the batch dimension. */
  public static final String BATCH = "batch";

  /** Input: raw numbers [batch, ...]. */
  public static final String X = Schema.X;

  /** Input: the run's random key, i32[2]. Only functions that use randomness have it. */
  public static final String KEY = "key";

  /** Name of the dimension that counts the steps of a piece of a stream. */
  public static final String TIME = "time";

  /** Input: 1 for a stream that begins with this piece, 0 for one that goes on, i32 [batch]. */
  public static final String BEGINS = "begins";

  /** Input or output: codes [batch, ...]. */
  public static final String CODE = "code";

  /** Output: reconstructed numbers in raw units [batch, ...], or the likeliest classes, i32. */
  public static final String RECONSTRUCTION = "reconstruction";

  /** Output: the likeliest words, i32 [batch, columns]. */
  public static final String CATEGORIES = Schema.CATEGORIES;

  /** Output: reconstruction error per sample [batch]; NaN where nothing is observed. */
  public static final String SCORE = "score";

  /** Output: how many elements of a sample are observed, f32 [batch]. */
  public static final String OBSERVED = "observed";

  /** Output: reconstruction error per element [batch, ...]; 0 where it is missing. */
  public static final String FEATURES = "features";

  /** Output: how much each element adds to the score [batch, ...], where that is such a sum. */
  public static final String SHARES = "shares";

  private final Blueprint blueprint;
  private final Optional<FittedScore> score;

  ModelFunctions(Blueprint blueprint, Optional<FittedScore> score) {
    this.blueprint = blueprint;
    this.score = score;
  }

  private EmittedModel emitted() {
    return new EmittedModel(blueprint.spec(), blueprint.scalings(), EmissionOptions.inference());
  }

  /** Streams → code. */
  public Function encode() {
    EmittedModel emitted = emitted();
    return emitted.function("encode", Map.of(CODE, emitted.code()));
  }

  /**
   * The next steps x [batch, time, ...] of live streams, which of them {@code begins}, and what the
   * layers handed over before → code, and what they hand over now under the same names. The code is
   * that of all steps since the stream began or, where the encoder gives one for every step,
   * [batch, time, ...].
   *
   * @throws io.concertina.ConfigurationException if a layer of the encoder cannot follow a stream
   */
  public Function stream() {
    return StreamEmission.of(blueprint);
  }

  /**
   * code, and the labels that the decoder reads → reconstruction, and categories where the model
   * has some; where several streams make up the feature, the reconstruction of each by its name as
   * well.
   *
   * @throws io.concertina.ConfigurationException if the decoder reads more than these
   */
  public Function decode() {
    ModelSpec spec = blueprint.spec();
    Wiring.requireDecodable(spec.streams(), spec.graph("decoder"));
    EmittedModel emitted = emitted();
    Value output = emitted.decode(emitted.codeInput());
    return emitted.function("decode", raw(emitted, output));
  }

  /** Streams → what {@link #decode} gives. */
  public Function reconstruct() {
    EmittedModel emitted = emitted().whole();
    return emitted.function("reconstruct", raw(emitted, emitted.decoded()));
  }

  private Map<String, Value> raw(EmittedModel emitted, Value output) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    if (blueprint.spec().classes().isPresent()) {
      outputs.put(RECONSTRUCTION, emitted.likeliestClass(output));
    } else if (blueprint.spec().reconstructed().size() > 0) {
      Value seen = emitted.reconstruction(output);
      Value raw = blueprint.scalings().reconstructed().invert(emitted.ops(), seen);
      outputs.put(RECONSTRUCTION, raw);
      if (blueprint.spec().target().isEmpty()) {
        outputs.putAll(Parts.split(emitted.ops(), blueprint.spec().parts(), raw));
      }
    }
    if (blueprint.spec().categories().isPresent() && blueprint.spec().target().isEmpty()) {
      outputs.put(CATEGORIES, emitted.likeliest(output));
    }
    return outputs;
  }

  /** Streams → the prediction of every head by its name [batch, ...]. */
  public Function predict() {
    EmittedModel emitted = emitted().whole();
    return emitted.function("predict", emitted.heads());
  }

  /** Streams → the output of every layer by its path, those of heads included, as they are used. */
  public Function layers() {
    EmittedModel emitted = emitted().whole();
    emitted.heads();
    return emitted.function("layers", emitted.layers());
  }

  /**
   * Streams → score, observed and features. Features are the squared difference between
   * reconstruction and what it is compared with, as the model sees them, and the cross-entropy of
   * each column of categories in nats. The score is the model's own, with shares where it has some,
   * or else the mean of the features over the observed elements of a sample.
   */
  public Function score() {
    return score(blueprint.spec().streams());
  }

  /**
   * The same for rows that may be without the model's target: then the feature stands for it.
   *
   * @param rows what the rows are made of
   */
  public Function score(Schema rows) {
    return score(rows, score);
  }

  /**
   * The same by another score.
   *
   * @param chosen empty for the mean of the features
   */
  public Function score(Schema rows, Optional<FittedScore> chosen) {
    return ScoreEmission.of(blueprint, emitted().whole(), rows, chosen);
  }

  /**
   * Streams → a value that a score is fitted on, under the name {@link #SCORE}; observed is NaN for
   * samples that cannot be judged.
   *
   * @param emission emits the value
   * @param fitted what it finds
   */
  public Function measure(
      java.util.function.Function<ScoreScope, Value> emission, Map<String, Tensor> fitted) {
    return ScoreEmission.measure(blueprint, emitted().whole(), emission, fitted);
  }

  /** Type of raw rows of a stream. */
  static TensorType type(StreamSpec stream) {
    DType dtype =
        switch (stream.kind()) {
          case F32 -> DType.F32;
          case I32 -> DType.I32;
          case TEXT ->
              throw new ShapeException("stream " + stream.name(), "a stream of numbers", "text");
        };
    return new TensorType(dtype, stream.shape().prepend(Dim.named(BATCH)));
  }
}
