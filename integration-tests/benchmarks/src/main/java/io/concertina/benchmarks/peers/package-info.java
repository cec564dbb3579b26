/** What other runtimes reach on the workloads, in the same process and taking turns with ours. */
@NullMarked
package io.concertina.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
