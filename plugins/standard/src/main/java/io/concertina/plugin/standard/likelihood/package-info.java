/**
 * The standard likelihoods: losses that are -ln p of a distribution whose parameters the decoder
 * gives. Users begin at {@link Likelihoods}; other packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.standard.likelihood;

import org.jspecify.annotations.NullMarked;
