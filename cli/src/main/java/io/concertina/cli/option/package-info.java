/** Options that several commands have. */
@NullMarked
package io.concertina.cli.option;

import org.jspecify.annotations.NullMarked;
