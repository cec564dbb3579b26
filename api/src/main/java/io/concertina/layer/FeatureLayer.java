package io.concertina.layer;

/**
 * A layer whose output has the features of its input, in their order, however many there are.
 *
 * <p>A variable of one axis is [features]; there are no others.
 */
public interface FeatureLayer extends Layer {}
