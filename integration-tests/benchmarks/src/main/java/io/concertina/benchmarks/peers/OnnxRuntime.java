package io.concertina.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.workflow.benchmark.Load;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model in ONNX Runtime with all its optimisations. A run makes the input tensor from a Java
 * array and a Java array from the output, as a service does.
 */
final class OnnxRuntime implements Load {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final long[] shape;
  private final float[][] batches;
  private float[] result;
  private int position;

  /**
   * A session.
   *
   * @param file the model, of one input {@code x} and one output
   * @param shape of the input
   * @param output number of elements of the output
   * @param batches the inputs
   */
  OnnxRuntime(byte[] file, int threads, Shape shape, int output, List<Tensor> batches) {
    this.shape = IntStream.of(shape.sizes()).asLongStream().toArray();
    this.batches = batches.stream().map(Tensor::toFloats).toArray(float[][]::new);
    this.result = new float[output];
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = environment.createSession(file, options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  @Override
  public void restart() {
    position = 0;
  }

  @Override
  public void run() {
    FloatBuffer batch = FloatBuffer.wrap(batches[position]);
    position = (position + 1) % batches.length;
    try (OnnxTensor input = OnnxTensor.createTensor(environment, batch, shape);
        OrtSession.Result outputs = session.run(Map.of("x", input))) {
      result = new float[result.length];
      ((OnnxTensor) outputs.get(0)).getFloatBuffer().get(result);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
    }
  }

  /** What came out last. */
  float[] result() {
    return result.clone();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not close: " + e.getMessage(), e);
    }
  }
}
