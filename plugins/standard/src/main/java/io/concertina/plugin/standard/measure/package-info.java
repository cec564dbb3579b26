/**
 * The standard measures of a reconstruction: losses to make small and metrics to watch. Users begin
 * at {@link Losses} and {@link Metrics}; other packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.standard.measure;

import org.jspecify.annotations.NullMarked;
