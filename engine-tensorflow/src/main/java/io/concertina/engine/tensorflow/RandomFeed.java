package io.concertina.engine.tensorflow;

import io.concertina.ir.Source;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TType;

/**
 * Random bits that the host computes before a run.
 *
 * @param key the parameter that holds the key
 * @param bits stream and shape
 * @param fed takes the bits
 */
record RandomFeed(Source.Parameter key, Source.RandomBits bits, Operand<? extends TType> fed) {}
