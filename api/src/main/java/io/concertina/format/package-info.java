/** What a model file format is. */
@NullMarked
package io.concertina.format;

import org.jspecify.annotations.NullMarked;
