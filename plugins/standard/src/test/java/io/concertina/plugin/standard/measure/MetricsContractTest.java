package io.concertina.plugin.standard.measure;

import io.concertina.metric.Metric;
import io.concertina.testkit.MeasureSubject;
import io.concertina.testkit.MetricContract;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class MetricsContractTest extends MetricContract {

  @Override
  protected List<MeasureSubject<Metric>> subjects() {
    Stream<MeasureSubject<Metric>> elements =
        Stream.of(
                Metrics.meanSquaredError(),
                Metrics.meanAbsoluteError(),
                Metrics.maxError(),
                Metrics.meanBinaryCrossEntropy(),
                Metrics.meanCategoricalCrossEntropy(),
                Metrics.binaryAccuracy(),
                Metrics.cosineSimilarity())
            .flatMap(metric -> Stream.of(probabilities(metric, 7), probabilities(metric, 2, 8)));
    Stream<MeasureSubject<Metric>> classes =
        Stream.of(Metrics.accuracy(), Metrics.f1())
            .flatMap(
                metric ->
                    Stream.of(
                        probabilities(metric, 5).classTargets(5, 1),
                        probabilities(metric, 3, 5).classTargets(5, 3),
                        probabilities(metric, 1).classTargets(2, 1),
                        probabilities(metric, 1),
                        probabilities(metric, 4)));
    Stream<MeasureSubject<Metric>> scores =
        Stream.of(
            probabilities(Metrics.auc(), 1).classTargets(2, 1),
            probabilities(Metrics.auc(), 2).classTargets(2, 1),
            probabilities(Metrics.auc(), 1).predictions(-0.5, 1.5).wholeTargets(0, 1));
    return Stream.of(elements, classes, scores).flatMap(kind -> kind).toList();
  }

  private static MeasureSubject<Metric> probabilities(Metric metric, int... sample) {
    return MeasureSubject.of(metric, sample).predictions(0.05, 0.95).targets(0.05, 0.95);
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
