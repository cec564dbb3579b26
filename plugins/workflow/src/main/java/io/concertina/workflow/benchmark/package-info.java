/**
 * Measures engines against each other: workloads, the programs that run them, and what comes out.
 *
 * <p>Used by the command {@code benchmark} and by the project's own benchmarks.
 */
@NullMarked
package io.concertina.workflow.benchmark;

import org.jspecify.annotations.NullMarked;
