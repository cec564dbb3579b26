package io.concertina.scenarios;

import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2dTranspose;
import static io.concertina.plugin.recurrent.RecurrentLayers.bidirectional;
import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.activation.Activations.tanh;
import static io.concertina.plugin.standard.layer.Layers.batchNorm;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.dropout;
import static io.concertina.plugin.standard.layer.Layers.flatten;
import static io.concertina.plugin.standard.layer.Layers.gaussianNoise;
import static io.concertina.plugin.standard.layer.Layers.reshape;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;

import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.plugin.convolutional.Padding;
import java.util.List;

/** The recipes that several scenarios share. */
final class Recipes {

  private Recipes() {}

  /** 64-32-8-32-64 for the digits. */
  static Recipe digits() {
    return new Recipe(
        List.of(dense(32, tanh()), dense(8)),
        List.of(dense(32, tanh()), dense(Digits.PIXELS, sigmoid())),
        adam(0.005),
        32,
        0.1,
        1);
  }

  /** The digits with all that is random or keeps statistics. */
  static Recipe noisyDigits() {
    return new Recipe(
        List.of(gaussianNoise(0.1), dense(32, relu()), batchNorm(), dropout(0.1), dense(8)),
        List.of(dense(32, relu()), batchNorm(), dense(Digits.PIXELS, sigmoid())),
        adam(0.002),
        32,
        0.1,
        7);
  }

  /** 64-128-64-8-64-128-64 for the digits. */
  static Recipe deepDigits() {
    return new Recipe(
        List.of(dense(128, relu()), dense(64, relu()), dense(8)),
        List.of(dense(64, relu()), dense(128, relu()), dense(Digits.PIXELS, sigmoid())),
        adam(0.002),
        32,
        0,
        1);
  }

  /** The digits over layers so wide that every kernel is worth several threads. */
  static Recipe wide() {
    return new Recipe(
        List.of(dense(1024, tanh()), dense(32)),
        List.of(dense(1024, tanh()), dense(Digits.PIXELS, sigmoid())),
        adam(),
        256,
        0,
        3);
  }

  /** 100-64-32-64-100 for {@link #uniform}. */
  static Recipe seedDense() {
    return new Recipe(
        List.of(dense(64, relu()), dense(32, sigmoid())),
        List.of(dense(64, relu()), dense(100, sigmoid())),
        adam(),
        32,
        0,
        0);
  }

  /** The digits as pictures, by convolutions there and back. */
  static Recipe convolutionalDigits() {
    return new Recipe(
        List.of(
            reshape(8, 8, 1),
            conv2d(16, 3, relu()).strides(2).padding(Padding.same()),
            batchNorm(),
            conv2d(16, 3, relu()).strides(2).padding(Padding.same()),
            flatten(),
            dense(8)),
        List.of(
            dense(64, relu()),
            reshape(2, 2, 16),
            conv2dTranspose(16, 3, relu()).strides(2).padding(Padding.same()),
            conv2dTranspose(1, 3, sigmoid()).strides(2).padding(Padding.same()),
            flatten()),
        adam(0.002),
        32,
        0.1,
        1);
  }

  /** The digits as eight steps of eight numbers. */
  static Recipe recurrentDigits() {
    return new Recipe(
        List.of(reshape(8, 8), bidirectional(gru(16)), dense(8)),
        List.of(
            dense(32, tanh()),
            repeat(8),
            lstm(32).returnSequences(),
            dense(8, sigmoid()),
            flatten()),
        adam(0.002),
        32,
        0.1,
        1);
  }

  /** 1000 rows of 100 numbers that are uniform on [0, 1). */
  static MemoryDataset uniform() {
    KeyedRandom random = KeyedRandom.of(1, "uniform rows");
    float[] values = new float[1000 * 100];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return MemoryDataset.of("uniform rows", Tensor.view(Shape.of(1000, 100), values));
  }
}
