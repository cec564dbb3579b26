/** The commands. */
@NullMarked
package io.concertina.cli.command;

import org.jspecify.annotations.NullMarked;
