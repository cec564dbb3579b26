/**
 * The standard regularisers. Users begin at {@link Regularizers}; other packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.standard.regularizer;

import org.jspecify.annotations.NullMarked;
