/**
 * The standard schedules of rates and coefficients. Users begin at {@link Schedules}; other
 * packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.standard.schedule;

import org.jspecify.annotations.NullMarked;
