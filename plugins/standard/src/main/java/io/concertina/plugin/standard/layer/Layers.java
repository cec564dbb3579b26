package io.concertina.plugin.standard.layer;

import io.concertina.config.Factory;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.model.NamedLayer;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The standard layers, to be imported statically. Whatever is not said is as in Keras.
 *
 * <pre>{@code
 * Autoencoder.builder()
 *     .encoder(dense(128, relu()), dropout(0.1), dense(32))
 *     .decoder(dense(128, relu()), dense().activation(sigmoid()))
 * }</pre>
 */
public final class Layers {

  private Layers() {}

  /**
   * {@link #dense(int)} as wide as the decoder's output has to be, for the last layer of a decoder.
   */
  public static Dense dense() {
    return new Dense(Dense.LIKE_OUTPUT);
  }

  /** A fully connected map with bias and without activation. */
  public static Dense dense(int units) {
    return new Dense(units);
  }

  /** A fully connected map with bias and activation. */
  public static Dense dense(int units, Activation activation) {
    return new Dense(units).activation(activation);
  }

  /**
   * The reverse map of a dense layer, with its kernel transposed and a bias of its own.
   *
   * @param of path of the dense layer, for instance {@code encoder/dense_1}
   */
  public static TiedDense tiedDense(String of) {
    return new TiedDense(of);
  }

  /** {@link #tiedDense(String)} with an activation. */
  public static TiedDense tiedDense(String of, Activation activation) {
    return new TiedDense(of).activation(activation);
  }

  /** A function of its own. */
  public static Layer activation(Activation function) {
    return new ActivationLayer(function);
  }

  /**
   * In training, sets elements to 0 at random and enlarges the others.
   *
   * @param rate probability of 0, at least 0 and below 1
   */
  public static Layer dropout(double rate) {
    return new Dropout(rate);
  }

  /**
   * In training, adds noise; before the first layer it makes a denoising autoencoder.
   *
   * @param stddev standard deviation, at least 0
   */
  public static Layer gaussianNoise(double stddev) {
    return new GaussianNoise(stddev);
  }

  /**
   * In training, sets elements to 0 at random and leaves the others alone; before the first layer
   * it makes a denoising autoencoder.
   *
   * @param rate probability of 0, at least 0 and below 1
   */
  public static Layer maskingNoise(double rate) {
    return new MaskingNoise(rate, false);
  }

  /**
   * {@link #maskingNoise} at a rate that is drawn for each row, uniform from 0 to a limit.
   *
   * @param limit at least 0 and below 1
   */
  public static Layer maskingNoiseUpTo(double limit) {
    return new MaskingNoise(limit, true);
  }

  /** Normalisation of each feature over the batch, with momentum 0.99 and epsilon 1e-3. */
  public static BatchNorm batchNorm() {
    return new BatchNorm();
  }

  /** Normalisation of each sample over its features, with epsilon 1e-3. */
  public static LayerNorm layerNorm() {
    return new LayerNorm();
  }

  /** Samples as vectors. */
  public static Layer flatten() {
    return new Flatten();
  }

  /**
   * Samples of another shape.
   *
   * @param shape sizes of the axes; one may be -1 and is then worked out
   */
  public static Layer reshape(int... shape) {
    return new Reshape(IntStream.of(shape).boxed().toList());
  }

  /**
   * A learned vector per class, for features of classes.
   *
   * @param units width of a vector
   * @param classes how many there are, 256 for bytes of text
   */
  public static Layer embedding(int units, int classes) {
    return new Embedding(units, classes, Initializers.glorotUniform());
  }

  /** Its inputs one behind the other along the last axis. */
  public static Layer concat() {
    return concat(Concat.LAST);
  }

  /**
   * Its inputs one behind the other.
   *
   * @param axis counted with the batch axis; negative from the end
   */
  public static Layer concat(int axis) {
    return new Concat(axis);
  }

  /** Classes, i32 [batch, n], as vectors of 0 and a single 1; a missing label has none. */
  public static Layer oneHot(int classes) {
    return new OneHotLayer(classes);
  }

  /** The sum of its inputs, element by element. */
  public static Layer add() {
    return new Add();
  }

  /** The product of its inputs, element by element. */
  public static Layer multiply() {
    return new Multiply();
  }

  /** The mean of its inputs, element by element. */
  public static Layer average() {
    return new Average();
  }

  /**
   * A layer that came before once more, with the same weights.
   *
   * @param layer name in the same list, or a path such as {@code encoder/dense_1}
   */
  public static Layer shared(String layer) {
    return new Shared(layer);
  }

  /**
   * A layer with a name by which others read it, as {@code named("sum", add()).from("a", "b")}
   * does.
   */
  public static NamedLayer named(String name, Layer layer) {
    return new NamedLayer(name, layer);
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Layer>> factories() {
    return List.of(
        Dense.FACTORY,
        TiedDense.FACTORY,
        ActivationLayer.FACTORY,
        Dropout.FACTORY,
        GaussianNoise.FACTORY,
        MaskingNoise.FACTORY,
        BatchNorm.FACTORY,
        LayerNorm.FACTORY,
        Factory.of("flatten", new Flatten()),
        Reshape.FACTORY,
        Embedding.FACTORY,
        OneHotLayer.FACTORY,
        Concat.FACTORY,
        Factory.of("add", new Add()),
        Factory.of("multiply", new Multiply()),
        Factory.of("average", new Average()),
        Shared.FACTORY);
  }
}
