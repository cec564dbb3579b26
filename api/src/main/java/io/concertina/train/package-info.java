/** What training is: the plan, the job, the trainer that does it and those who watch. */
@NullMarked
package io.concertina.train;

import org.jspecify.annotations.NullMarked;
