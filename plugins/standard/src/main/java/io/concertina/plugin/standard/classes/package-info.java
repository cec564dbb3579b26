/** Targets that are class numbers; for the losses, likelihoods and metrics of this plugin alone. */
@NullMarked
package io.concertina.plugin.standard.classes;

import org.jspecify.annotations.NullMarked;
