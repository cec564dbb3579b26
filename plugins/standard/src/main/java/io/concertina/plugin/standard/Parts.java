package io.concertina.plugin.standard;

import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import io.concertina.model.NamedLayer;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.layer.Dense;
import io.concertina.plugin.standard.layer.Layers;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.plugin.standard.optimizer.Optimizers;
import io.concertina.plugin.standard.score.Scores;
import io.concertina.score.Score;

/**
 * The parts that most models are made of, in one place: {@code import static
 * io.concertina.plugin.standard.Parts.*}. All parts, with what they mean, are in the classes that
 * these come from.
 */
public final class Parts {

  private Parts() {}

  /** {@link Layers#dense()}. */
  public static Dense dense() {
    return Layers.dense();
  }

  /** {@link Layers#dense(int)}. */
  public static Dense dense(int units) {
    return Layers.dense(units);
  }

  /** {@link Layers#dense(int, Activation)}. */
  public static Dense dense(int units, Activation activation) {
    return Layers.dense(units, activation);
  }

  /** {@link Layers#dropout}. */
  public static Layer dropout(double rate) {
    return Layers.dropout(rate);
  }

  /** {@link Layers#gaussianNoise}. */
  public static Layer gaussianNoise(double stddev) {
    return Layers.gaussianNoise(stddev);
  }

  /** {@link Layers#maskingNoise}. */
  public static Layer maskingNoise(double rate) {
    return Layers.maskingNoise(rate);
  }

  /** {@link Layers#batchNorm}. */
  public static Layer batchNorm() {
    return Layers.batchNorm();
  }

  /** {@link Layers#layerNorm}. */
  public static Layer layerNorm() {
    return Layers.layerNorm();
  }

  /** {@link Layers#flatten}. */
  public static Layer flatten() {
    return Layers.flatten();
  }

  /** {@link Layers#reshape}. */
  public static Layer reshape(int... shape) {
    return Layers.reshape(shape);
  }

  /** {@link Layers#concat()}. */
  public static Layer concat() {
    return Layers.concat();
  }

  /** {@link Layers#add}. */
  public static Layer add() {
    return Layers.add();
  }

  /** {@link Layers#named}. */
  public static NamedLayer named(String name, Layer layer) {
    return Layers.named(name, layer);
  }

  /** {@link Activations#relu}. */
  public static Activation relu() {
    return Activations.relu();
  }

  /** {@link Activations#leakyRelu()}. */
  public static Activation leakyRelu() {
    return Activations.leakyRelu();
  }

  /** {@link Activations#gelu}. */
  public static Activation gelu() {
    return Activations.gelu();
  }

  /** {@link Activations#silu}. */
  public static Activation silu() {
    return Activations.silu();
  }

  /** {@link Activations#sigmoid}. */
  public static Activation sigmoid() {
    return Activations.sigmoid();
  }

  /** {@link Activations#tanh}. */
  public static Activation tanh() {
    return Activations.tanh();
  }

  /** {@link Optimizers#sgd(double)}. */
  public static Optimizer sgd(double rate) {
    return Optimizers.sgd(rate);
  }

  /** {@link Optimizers#adam(double)}. */
  public static Optimizer adam(double rate) {
    return Optimizers.adam(rate);
  }

  /** {@link Optimizers#adamW(double)}. */
  public static Optimizer adamW(double rate) {
    return Optimizers.adamW(rate);
  }

  /** {@link Losses#mse}. */
  public static Loss mse() {
    return Losses.mse();
  }

  /** {@link Losses#mae}. */
  public static Loss mae() {
    return Losses.mae();
  }

  /** {@link Losses#huber()}. */
  public static Loss huber() {
    return Losses.huber();
  }

  /** {@link Losses#binaryCrossEntropy}. */
  public static Loss binaryCrossEntropy() {
    return Losses.binaryCrossEntropy();
  }

  /** {@link Scores#combined}. */
  public static Score combined() {
    return Scores.combined();
  }

  /** {@link Scores#nearest}. */
  public static Score nearest(int k) {
    return Scores.nearest(k);
  }
}
