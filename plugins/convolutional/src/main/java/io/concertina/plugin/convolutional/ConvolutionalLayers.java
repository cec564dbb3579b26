package io.concertina.plugin.convolutional;

import io.concertina.config.Factory;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import java.util.List;

/**
 * The plugin's layers, to be imported statically. Samples have their channels last; whatever is not
 * said is as in Keras.
 *
 * <pre>{@code
 * Autoencoder.builder()
 *     .encoder(conv2d(16, 3, relu()).strides(2).padding(same()), flatten(), dense(32))
 *     .decoder(dense(14 * 14 * 16), reshape(14, 14, 16),
 *         conv2dTranspose(1, 3, sigmoid()).strides(2).padding(same()))
 * }</pre>
 */
public final class ConvolutionalLayers {

  private ConvolutionalLayers() {}

  /** A convolution over one axis. */
  public static Conv conv1d(int filters, int kernel, Activation activation) {
    return conv(1, filters, kernel).activation(activation);
  }

  /** A convolution over two axes. */
  public static Conv conv2d(int filters, int kernel, Activation activation) {
    return conv(2, filters, kernel).activation(activation);
  }

  /** A convolution over three axes. */
  public static Conv conv3d(int filters, int kernel, Activation activation) {
    return conv(3, filters, kernel).activation(activation);
  }

  /** A convolution over some axes, without activation. */
  public static Conv conv(int axes, int filters, int kernel) {
    return new Conv(filters, Geometry.of(axes, kernel, Padding.valid()));
  }

  /** A transposed convolution over one axis. */
  public static TransposedConv conv1dTranspose(int filters, int kernel, Activation activation) {
    return convTranspose(1, filters, kernel).activation(activation);
  }

  /** A transposed convolution over two axes. */
  public static TransposedConv conv2dTranspose(int filters, int kernel, Activation activation) {
    return convTranspose(2, filters, kernel).activation(activation);
  }

  /** A transposed convolution over some axes, without activation. */
  public static TransposedConv convTranspose(int axes, int filters, int kernel) {
    return new TransposedConv(filters, Geometry.of(axes, kernel, Padding.valid()));
  }

  /** A convolution of each channel by itself. */
  public static DepthwiseConv depthwiseConv(int axes, int kernel) {
    return new DepthwiseConv(Geometry.of(axes, kernel, Padding.valid()));
  }

  /** A convolution of each channel by itself, then a product over the channels. */
  public static SeparableConv separableConv(int axes, int filters, int kernel) {
    return new SeparableConv(filters, Geometry.of(axes, kernel, Padding.valid()));
  }

  /** The largest element of each window; windows lie side by side. */
  public static Layer maxPool(int size) {
    return new Pool(Pool.Kind.MAX, List.of(size), List.of(), Padding.valid());
  }

  /** The mean of each window; windows lie side by side. */
  public static Layer avgPool(int size) {
    return new Pool(Pool.Kind.AVERAGE, List.of(size), List.of(), Padding.valid());
  }

  /** The mean of each channel. */
  public static Layer globalAvgPool() {
    return new GlobalAveragePool();
  }

  /** Samples so many times as large on every axis, each element repeated. */
  public static Layer upsample(int factor) {
    return new Upsample(List.of(factor), Upsample.Interpolation.NEAREST);
  }

  /** In training, sets channels to 0 at random and enlarges the others. */
  public static Layer spatialDropout(double rate) {
    return new SpatialDropout(rate);
  }

  /** Normalisation of each sample over its spatial axes and groups of channels. */
  public static Layer groupNorm(int groups) {
    return GroupNorm.of(groups);
  }

  /** Normalisation of each sample's channels over the spatial axes. */
  public static Layer instanceNorm() {
    return GroupNorm.instance();
  }

  /** What the plugin offers. */
  static List<Factory<? extends Layer>> factories() {
    return List.of(
        Conv.factory(1),
        Conv.factory(2),
        Conv.factory(3),
        TransposedConv.factory(1),
        TransposedConv.factory(2),
        TransposedConv.factory(3),
        DepthwiseConv.factory(1),
        DepthwiseConv.factory(2),
        SeparableConv.factory(1),
        SeparableConv.factory(2),
        Pool.MAX,
        Pool.AVERAGE,
        Factory.of("global_avg_pool", new GlobalAveragePool()),
        Upsample.FACTORY,
        ResizeLayer.FACTORY,
        SpatialDropout.FACTORY,
        GroupNorm.GROUP,
        GroupNorm.INSTANCE);
  }
}
