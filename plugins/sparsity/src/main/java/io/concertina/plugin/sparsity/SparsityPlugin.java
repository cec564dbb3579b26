package io.concertina.plugin.sparsity;

import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.metric.CodeStatistic;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.sparsity.code.SparseCodes;
import io.concertina.plugin.sparsity.weight.SparseWeights;
import io.concertina.regularizer.Regularizer;
import io.concertina.spi.Plugin;
import java.util.List;

/** What the sparsity plugin offers, under the names that configurations use. */
public final class SparsityPlugin implements Plugin {

  @Override
  public String name() {
    return "sparsity";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Layer>> layers() {
    return SparseCodes.factories();
  }

  @Override
  public List<Factory<? extends Initializer>> initializers() {
    return SparseWeights.initializers();
  }

  @Override
  public List<Factory<? extends Optimizer>> optimizers() {
    return SparseWeights.optimizers();
  }

  @Override
  public List<Factory<? extends Regularizer>> regularizers() {
    return SparseWeights.regularizers();
  }

  @Override
  public List<CodeStatistic> codeStatistics() {
    return SparseCodes.statistics();
  }
}
