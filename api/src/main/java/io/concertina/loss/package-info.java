/** What a loss is: one number that training makes small. */
@NullMarked
package io.concertina.loss;

import org.jspecify.annotations.NullMarked;
