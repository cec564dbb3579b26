/**
 * The standard activations. Users begin at {@link Activations}; other packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.standard.activation;

import org.jspecify.annotations.NullMarked;
