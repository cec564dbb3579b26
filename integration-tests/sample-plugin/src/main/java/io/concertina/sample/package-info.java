/** A sample plugin, as a user would write one. */
@NullMarked
package io.concertina.sample;

import org.jspecify.annotations.NullMarked;
