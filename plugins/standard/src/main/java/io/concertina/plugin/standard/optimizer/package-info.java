/** The standard optimisers. Users begin at {@link Optimizers}. */
@NullMarked
package io.concertina.plugin.standard.optimizer;

import org.jspecify.annotations.NullMarked;
