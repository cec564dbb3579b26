/**
 * The archive plugin: Concertina's own model file, and checkpoints in the same form.
 *
 * <p>An archive is a zip of JSON texts and safetensors files with a manifest that lists their sizes
 * and checksums. Only composition roots depend on this package; everything else meets it through
 * {@link io.concertina.format.ModelReader}, {@link io.concertina.format.ModelWriter} and {@link
 * io.concertina.train.CheckpointFormat}.
 */
@NullMarked
package io.concertina.plugin.archive;

import org.jspecify.annotations.NullMarked;
