/**
 * What one does with models, each a class: what a command of the command line does, a method here
 * does.
 *
 * <p>Everything that a plugin offers is reached through {@link io.concertina.spi.Registry}. The
 * command line depends on this package; nothing else does.
 */
@NullMarked
package io.concertina.workflow;

import org.jspecify.annotations.NullMarked;
