/**
 * The engine {@code tensorflow}: lowers functions to graphs of TensorFlow and runs them.
 *
 * <p>The only package that may see {@code org.tensorflow}. Whoever wants the engine asks {@link
 * io.concertina.engine.tensorflow.TensorflowEngineFactory} or finds it through {@link
 * io.concertina.engine.tensorflow.TensorflowPlugin}; the rest is private.
 *
 * <p>A run of a function goes through four hands: {@code TensorflowProgram} binds the dimension
 * names, {@code Lowering} writes the specialised function into the graph of its {@code
 * TensorflowResidents}, one class per family of operations, {@code BoundProgram} feeds and fetches,
 * and {@code HostTensors} copies across the border. Convolutions and the scan will be families of
 * their own, {@code WindowedLowering} and {@code ControlLowering}.
 */
@NullMarked
package io.concertina.engine.tensorflow;

import org.jspecify.annotations.NullMarked;
