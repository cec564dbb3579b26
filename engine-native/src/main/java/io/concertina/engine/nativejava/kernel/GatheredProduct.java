package io.concertina.engine.nativejava.kernel;

/**
 * A {@link Gathering} with its arrays: computes all of C, over and over. Every element is one chain
 * of fused multiply-adds in the order of the shared axis.
 */
@FunctionalInterface
public interface GatheredProduct {

  /**
   * Computes C.
   *
   * @param aAt added to all positions in a: which image
   * @param bAt position of element (0, 0) of B
   * @param cAt added to all positions in c
   */
  void run(int aAt, int bAt, int cAt);
}
