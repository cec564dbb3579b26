/**
 * What stands in files: models, the rows that a run learns from ({@link
 * io.concertina.workflow.file.DataPlan}), and the rows that a model takes ({@link
 * io.concertina.workflow.file.Samples}).
 *
 * <p>The workflows and the command line depend on it; it knows neither.
 */
@NullMarked
package io.concertina.workflow.file;

import org.jspecify.annotations.NullMarked;
