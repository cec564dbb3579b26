package io.concertina.plugin.pruning;

import io.concertina.plugin.pruning.RegrowingPruner.Growth;
import io.concertina.prune.Pruner;
import io.concertina.testkit.PrunerContract;
import java.util.ArrayList;
import java.util.List;

class PrunersContractTest extends PrunerContract {

  private static final Schedule EPOCHS =
      new Schedule(Schedule.Kind.POLYNOMIAL, Schedule.Unit.EPOCHS, 0.5, 2, 0.25, 3);

  private static GradualPruner gradual(
      Criterion criterion, Granularity granularity, Scope scope, Schedule schedule) {
    return new GradualPruner(
        criterion, 0.8, 0.25, new PruningPolicy(granularity, scope, schedule, Targets.ALL, 3));
  }

  private static RegrowingPruner regrow(Growth growth, Granularity granularity, Scope scope) {
    Schedule schedule = RegrowingPruner.of(growth, 0.75).policy().schedule();
    return new RegrowingPruner(
        growth, 0.75, 0.4, new PruningPolicy(granularity, scope, schedule, Targets.ALL, 2));
  }

  @Override
  protected List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (Criterion criterion : Criterion.values()) {
      subjects.add(new Subject(GradualPruner.of(criterion, 0.9), 0.9, 1));
    }
    for (Scope scope : Scope.values()) {
      for (Granularity granularity :
          List.of(Granularity.WEIGHT, Granularity.BLOCK, new Granularity(4, 1))) {
        int group = granularity.rows() * granularity.columns();
        subjects.add(
            new Subject(gradual(Criterion.MAGNITUDE, granularity, scope, EPOCHS), 0.8, group));
      }
    }
    for (Schedule.Kind kind : Schedule.Kind.values()) {
      Schedule steps = new Schedule(kind, Schedule.Unit.STEPS, 3, 21, 4, 2);
      subjects.add(
          new Subject(
              gradual(Criterion.MOVEMENT, Granularity.WEIGHT, Scope.GLOBAL, steps), 0.8, 1));
    }
    subjects.add(new Subject(GradualPruner.of(Criterion.MAGNITUDE, 0), 0, 1));
    subjects.add(
        new Subject(
            new GradualPruner(
                Criterion.MAGNITUDE,
                0.5,
                0,
                new PruningPolicy(
                    Granularity.WEIGHT,
                    Scope.LAYER,
                    EPOCHS,
                    new Targets(List.of("encoder/dense_1", "encoder/*_2"), List.of("*/dense_1")),
                    1)),
            0.5,
            1));
    for (Growth growth : Growth.values()) {
      subjects.add(new Subject(regrow(growth, Granularity.WEIGHT, Scope.LAYER), 0.75, 1, true));
      subjects.add(
          new Subject(regrow(growth, Granularity.WEIGHT, Scope.ERDOS_RENYI), 0.75, 1, true));
      subjects.add(new Subject(regrow(growth, Granularity.BLOCK, Scope.LAYER), 0.75, 16, true));
    }
    return subjects;
  }

  @Override
  protected Pruner tooLong() {
    return gradual(
        Criterion.MAGNITUDE,
        Granularity.WEIGHT,
        Scope.LAYER,
        new Schedule(Schedule.Kind.COSINE, Schedule.Unit.EPOCHS, 0, 4, 1, 3));
  }
}
