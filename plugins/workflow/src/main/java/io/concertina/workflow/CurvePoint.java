package io.concertina.workflow;

/**
 * One run of a sparsity curve.
 *
 * @param method what went first
 * @param granularity what went as one
 * @param sparsity share of zeros
 * @param epochs of fine-tuning
 * @param seed of pruning and fine-tuning
 */
public record CurvePoint(
    String method, String granularity, double sparsity, int epochs, long seed) {}
