package io.concertina.train;

import io.concertina.loss.Loss;

/**
 * A supervised term: how far a head's prediction is from its label. It bears the head's name. A row
 * without a label leaves the term out.
 *
 * @param head name of a head of the model
 * @param loss compares prediction and label
 */
public record HeadTerm(String head, Loss loss) {}
