/** The training plugin: the default trainer with its schedules, early stopping and checkpoints. */
@NullMarked
package io.concertina.plugin.training;

import org.jspecify.annotations.NullMarked;
