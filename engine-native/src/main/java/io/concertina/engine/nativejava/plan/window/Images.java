package io.concertina.engine.nativejava.plan.window;

/** A way to compute the results of a convolution image by image, each by one thread. */
interface Images {

  /** Multiply-adds of an image. */
  long work();

  /** Makes ready what all images share, once per run. */
  void prepare();

  /**
   * Computes an image.
   *
   * @param image which
   * @param worker the thread that does it
   */
  void image(int image, int worker);
}
