package io.concertina.plugin.pruning;

/** How the zeros are shared out among the layers. */
public enum Scope {
  /** Every layer has the same share of zeros. */
  LAYER,
  /** The least scores of the whole model go, wherever they are. */
  GLOBAL,
  /**
   * Density of a layer in proportion to (sum of its sizes) / (product of its sizes), at most 1: a
   * random bipartite graph in which units have about as many connections in large layers as in
   * small ones. Source: D. Mocanu et al., "Scalable training of artificial neural networks with
   * adaptive sparse connectivity", Nature Communications 2018, equation 3; U. Evci et al., RigL,
   * ICML 2020, section 3.
   */
  ERDOS_RENYI,
  /**
   * The least scores of the whole model go, after each square has been divided by the sum of its
   * own layer's squares that are no less: what the layer loses next, relative to what it has left.
   * Source: J. Lee et al., "Layer-adaptive Sparsity for the Magnitude-based Pruning" (LAMP), ICLR
   * 2021, equation 4.
   */
  ADAPTIVE
}
