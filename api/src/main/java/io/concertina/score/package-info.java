/**
 * How unlike the training rows a row is, as one number: what anomaly detection ranks by. Some
 * scores are fitted on training rows; what was fitted is part of the model.
 */
@NullMarked
package io.concertina.score;

import org.jspecify.annotations.NullMarked;
