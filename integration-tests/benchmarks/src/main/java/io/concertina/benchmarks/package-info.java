/** JMH benchmarks of the engines and kernels. */
@NullMarked
package io.concertina.benchmarks;

import org.jspecify.annotations.NullMarked;
