/** The TensorFlow engine: lowers IR functions to TensorFlow graphs and runs them. */
@NullMarked
package io.concertina.engine.tensorflow;

import org.jspecify.annotations.NullMarked;
