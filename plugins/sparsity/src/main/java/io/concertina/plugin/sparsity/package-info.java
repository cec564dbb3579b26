/**
 * The sparsity plugin: sparse codes, sparse initial weights, and penalties whose steps give true
 * zeros.
 */
@NullMarked
package io.concertina.plugin.sparsity;

import org.jspecify.annotations.NullMarked;
