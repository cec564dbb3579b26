package io.concertina.engine.tensorflow;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;

/**
 * Opens engines that compute with TensorFlow's native library.
 *
 * <p>The library (some 700 MB once unpacked) is loaded by the first {@link #create}, not before.
 */
public final class TensorflowEngineFactory implements EngineFactory {

  static final String NAME = "tensorflow";

  /** A factory; loads nothing. */
  public TensorflowEngineFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Engine create(EngineOptions options) {
    try {
      NativeEnvironment.prepare();
      return new TensorflowEngine(options);
    } catch (LinkageError | IllegalCallerException failure) {
      throw new EngineException(
          "engine tensorflow: the native library does not load on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " ("
              + failure
              + "); put org.tensorflow:tensorflow-core-native with this platform's classifier"
              + " on the class path, or use the engine native",
          failure);
    }
  }
}
