package io.concertina.plugin.standard.likelihood;

import io.concertina.testkit.LikelihoodContract;
import io.concertina.testkit.Support;
import java.util.List;
import java.util.Set;

class LikelihoodsContractTest extends LikelihoodContract {

  @Override
  protected List<Subject> subjects() {
    return List.of(
        Subject.of(Likelihoods.gaussian(), Support.REALS, 7),
        Subject.of(Likelihoods.gaussian(0.25), Support.REALS, 2, 3),
        Subject.of(Likelihoods.gaussianOfLearnedVariance(), Support.REALS, 7),
        Subject.of(Likelihoods.gaussianOfLearnedVariance(), Support.REALS, 2, 3),
        Subject.of(Likelihoods.laplace(), Support.REALS, 7),
        Subject.of(Likelihoods.laplace(0.5), Support.REALS, 2, 3),
        Subject.of(Likelihoods.laplaceOfLearnedScale(), Support.REALS, 7),
        Subject.of(Likelihoods.bernoulli(), Support.BINARY, 2, 3),
        Subject.of(Likelihoods.categorical(), Support.CLASSES, 5),
        Subject.of(Likelihoods.categorical(), Support.CLASSES, 2, 3),
        Subject.of(Likelihoods.poisson(), Support.COUNTS, 7));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
