package io.concertina.plugin.sparsity.code;

import io.concertina.metric.CodeStatistic;
import io.concertina.testkit.CodeStatisticContract;

class CodeUseStatisticTest extends CodeStatisticContract {

  @Override
  protected CodeStatistic statistic() {
    return new CodeUseStatistic();
  }
}
