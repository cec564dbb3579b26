/**
 * Layers that carry a state along sequences [batch, time, features]. Users reach them through
 * {@link io.concertina.plugin.recurrent.RecurrentLayers} or by name.
 */
@NullMarked
package io.concertina.plugin.recurrent;

import org.jspecify.annotations.NullMarked;
