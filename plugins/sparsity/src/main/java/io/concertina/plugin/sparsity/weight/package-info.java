/**
 * Sparse initial weights, and penalties that make weights sparse. Users begin at {@link
 * SparseWeights}; other packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.sparsity.weight;

import org.jspecify.annotations.NullMarked;
