/**
 * Tests that need more than one module: parity of the engines, resuming, module and class path, the
 * architecture, a user's plugin, the command line.
 */
@NullMarked
package io.concertina.scenarios;

import org.jspecify.annotations.NullMarked;
