package io.concertina.plugin.sparsity.code;

import io.concertina.ir.Tensor;
import io.concertina.metric.CodeStatistic;
import java.util.LinkedHashMap;
import java.util.Map;

/** Offers {@link CodeUse} as a statistic. */
final class CodeUseStatistic implements CodeStatistic {

  @Override
  public String name() {
    return "code_use";
  }

  @Override
  public Counter counter(int units) {
    CodeUse.Counter uses = new CodeUse.Counter(units);
    return new Counter() {
      @Override
      public void add(Tensor codes) {
        uses.add(codes);
      }

      @Override
      public Map<String, Number> values() {
        return describe(uses.use());
      }
    };
  }

  private static Map<String, Number> describe(CodeUse use) {
    Map<String, Number> values = new LinkedHashMap<>();
    values.put("code_units", use.units());
    values.put("dead_units", use.dead());
    values.put("fewest_active", use.fewest());
    values.put("most_active", use.most());
    values.put("mean_active", use.mean());
    return values;
  }
}
