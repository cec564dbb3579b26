/** What the commands show and write. */
@NullMarked
package io.concertina.cli.output;

import org.jspecify.annotations.NullMarked;
