/** The one door through which everything pluggable enters, and the registry behind it. */
@NullMarked
package io.concertina.spi;

import org.jspecify.annotations.NullMarked;
