/** What an optimiser is: an update rule in the intermediate representation. */
@NullMarked
package io.concertina.optimizer;

import org.jspecify.annotations.NullMarked;
