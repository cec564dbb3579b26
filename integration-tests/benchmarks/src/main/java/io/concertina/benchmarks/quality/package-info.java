/** How good models are on real data: the rows that a user would check first. */
@NullMarked
package io.concertina.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
