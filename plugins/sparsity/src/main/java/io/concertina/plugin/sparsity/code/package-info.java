/**
 * Layers whose output is sparse, and penalties on codes. Users begin at {@link SparseCodes}; other
 * packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.sparsity.code;

import org.jspecify.annotations.NullMarked;
