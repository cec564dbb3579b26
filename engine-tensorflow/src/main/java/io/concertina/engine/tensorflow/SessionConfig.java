package io.concertina.engine.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * How sessions run.
 *
 * <p>The graph is run as it was written: TensorFlow's own rewrites are off, since they change
 * results, and the functions have been simplified before.
 *
 * <p>Runs are handed to TensorFlow's threads although the caller's own would save the hand-over:
 * only those flush subnormals to zero. A moving average of Adam that has decayed to subnormals
 * stays there, and the step of a converged model was seen to take four times as long for it.
 */
final class SessionConfig {

  private SessionConfig() {}

  /**
   * The configuration.
   *
   * @param threads how many threads one operation may use, and how many runs go on at once
   */
  static ConfigProto of(int threads) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(threads)
        .setUsePerSessionThreads(true)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setOptimizerOptions(
                    OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0))
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }
}
