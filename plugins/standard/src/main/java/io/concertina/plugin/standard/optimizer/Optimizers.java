package io.concertina.plugin.standard.optimizer;

import io.concertina.config.Factory;
import io.concertina.optimizer.Optimizer;
import java.util.List;

/**
 * The standard optimisers, to be imported statically. Whatever is not said is as in Keras.
 *
 * <pre>{@code
 * adam(1e-3).beta1(0.5)
 * sgd(0.1).nesterov(0.9)
 * }</pre>
 */
public final class Optimizers {

  private Optimizers() {}

  /** {@link #sgd(double)} with rate 0.01. */
  public static Sgd sgd() {
    return new Sgd(Sgd.RATE);
  }

  /** Stochastic gradient descent without momentum. */
  public static Sgd sgd(double rate) {
    return new Sgd(rate);
  }

  /** {@link #rmsProp(double)} with rate 0.001. */
  public static RmsProp rmsProp() {
    return new RmsProp(RmsProp.RATE);
  }

  /** RMSProp with rho 0.9 and epsilon 1e-7. */
  public static RmsProp rmsProp(double rate) {
    return new RmsProp(rate);
  }

  /** {@link #adagrad(double)} with rate 0.001. */
  public static Adagrad adagrad() {
    return new Adagrad(Adagrad.RATE);
  }

  /** Adagrad whose sums start at 0.1, with epsilon 1e-7. */
  public static Adagrad adagrad(double rate) {
    return new Adagrad(rate);
  }

  /** {@link #adam(double)} with rate 0.001. */
  public static Adam adam() {
    return new Adam(Adam.RATE);
  }

  /** Adam with beta1 0.9, beta2 0.999 and epsilon 1e-7. */
  public static Adam adam(double rate) {
    return new Adam(rate);
  }

  /** {@link #adamW(double)} with rate 0.001. */
  public static AdamW adamW() {
    return new AdamW(Adam.RATE);
  }

  /** Adam with decoupled weight decay 0.004. */
  public static AdamW adamW(double rate) {
    return new AdamW(rate);
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Optimizer>> factories() {
    return List.of(Sgd.FACTORY, RmsProp.FACTORY, Adagrad.FACTORY, Adam.FACTORY, AdamW.FACTORY);
  }
}
