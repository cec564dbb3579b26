/**
 * The command line: parses commands, reads configurations and wires engines and plugins together.
 */
@NullMarked
package io.concertina.cli;

import org.jspecify.annotations.NullMarked;
