package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.MeanMetric;
import io.concertina.metric.Metric;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Pinball;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The metric contract must notice each of these defects, in the test that is about it. */
class MetricContractDefectsTest {

  @Test
  void sumsPerRow() {
    fails(PerRow.class, "emitsSumsOfFixedShapes", "fixed sizes of a sum");
  }

  @Test
  void aMeanOfMeans() {
    fails(MeanOfMeans.class, "isTheSameHoweverRowsAreSplit", "in three batches");
  }

  @Test
  void weightsThatAreNotLookedAt() {
    fails(Unweighted.class, "rowsOfWeightZeroLeaveNoTrace", "with weights of 0");
    fails(Unweighted.class, "countsARowAsOftenAsItsWeightSays", "with weights of 2 and 1");
    fails(Unweighted.class, "missingElementsLeaveNoTrace", "in missing elements");
  }

  @Test
  void weightsThatOnlyMultiply() {
    fails(HalfWeighted.class, "countsARowAsOftenAsItsWeightSays", "with weights of 2 and 1");
  }

  @Test
  void aMaximumOverMissingElements() {
    fails(LargestOfAll.class, "missingElementsLeaveNoTrace", "in missing elements");
  }

  @Test
  void zeroForNothing() {
    fails(ZeroForNothing.class, "ofNothingIsNotANumber", "the number of no rows");
  }

  @Test
  void aMetricWithoutAFactory() {
    fails(ZeroForNothing.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatDisagrees() {
    fails(EngineDisagrees.class, "computesTheSameOnEveryEngine", "are wrong");
  }

  private static Value error(Comparison c) {
    return c.ops().abs(c.ops().sub(c.prediction(), c.target()));
  }

  private static Value rows(Ops ops, Value x) {
    return ops.dimSize(x.shape().dim(0));
  }

  /** The contract of one metric, a mean of absolute errors, that no factory knows. */
  abstract static class OfMetric extends MetricContract implements Metric {

    @Override
    protected List<MeasureSubject<Metric>> subjects() {
      return List.of(MeasureSubject.of((Metric) this, 3));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }

    @Override
    public double value(List<double[]> sums) {
      return sums.get(0)[0] / sums.get(1)[0];
    }
  }

  static class PerRow extends OfMetric {
    @Override
    public List<Value> sums(Comparison c) {
      return List.of(c.ops().sum(error(c), -1));
    }
  }

  static class MeanOfMeans extends OfMetric {
    @Override
    public List<Value> sums(Comparison c) {
      return List.of(c.ops().meanAll(error(c)), c.ops().constant(1));
    }
  }

  static class Unweighted extends OfMetric {
    @Override
    public List<Value> sums(Comparison c) {
      return List.of(c.ops().sumAll(error(c)), rows(c.ops(), c.target()));
    }
  }

  static class HalfWeighted extends OfMetric {
    @Override
    public List<Value> sums(Comparison c) {
      Value error = error(c);
      Value weighted = c.weights().map(w -> c.ops().mul(error, w)).orElse(error);
      return List.of(c.ops().sumAll(weighted), rows(c.ops(), c.target()));
    }
  }

  static class LargestOfAll extends OfMetric implements MeanMetric {
    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      return ops.reduceMax(ops.abs(ops.sub(prediction, target)), -1);
    }

    @Override
    public double value(List<double[]> sums) {
      return MeanMetric.super.value(sums);
    }
  }

  static class ZeroForNothing extends Unweighted {
    @Override
    public double value(List<double[]> sums) {
      return sums.get(1)[0] == 0 ? 0 : super.value(sums);
    }
  }

  static class EngineDisagrees extends MetricContract {
    @Override
    protected List<MeasureSubject<Metric>> subjects() {
      return List.of(MeasureSubject.of((Metric) new Pinball(0.9), 3));
    }

    @Override
    protected Registry registry() {
      return Verdicts.withAnEngineThatIsOff();
    }
  }
}
