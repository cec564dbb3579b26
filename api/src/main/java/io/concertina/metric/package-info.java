/** What a metric is: one number that people watch. */
@NullMarked
package io.concertina.metric;

import org.jspecify.annotations.NullMarked;
