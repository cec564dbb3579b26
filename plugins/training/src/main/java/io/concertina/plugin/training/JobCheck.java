package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.config.Names;
import io.concertina.data.Dataset;
import io.concertina.data.StreamSpec;
import io.concertina.model.Model;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model, a plan of one piece and rows fit together.
 *
 * @param rows after the validation rows were split off
 */
record JobCheck(Model model, TrainingPlan plan, TrainingRows rows) {

  private static final String VALIDATION = TrainingRun.VALIDATION;

  /** Checks rows and monitors before anything is computed. */
  void run() {
    if (rows.training().size() == 0) {
      throw new DataException(rows.training().name(), "at least one row to train on", "none");
    }
    check(rows.training());
    rows.validation().ifPresent(this::check);
    rows.augmentation().ifPresent(change -> change.check(rows.training().schema()));
    RowCheck targets = TargetValues.of(model, plan.objective().loss());
    RowCheck.run(List.of(labels(rows.training()), targets), rows.training());
    rows.validation().ifPresent(held -> RowCheck.run(List.of(labels(held)), held));
    plan.duration()
        .earlyStopping()
        .ifPresent(rule -> checkMonitor("early_stopping", rule.monitor()));
    plan.duration().plateau().ifPresent(rule -> checkMonitor("plateau", rule.monitor()));
  }

  private RowCheck labels(Dataset source) {
    return ClassLabels.of(model, source.schema());
  }

  private void check(Dataset source) {
    for (StreamSpec wanted : model.spec().streams().of(StreamSpec.Role.FEATURE)) {
      Optional<StreamSpec> there = source.schema().find(wanted.name());
      if (there.isEmpty() || !there.get().shape().equals(wanted.shape())) {
        throw new DataException(
            source.name(),
            "rows " + wanted.shape() + " of " + wanted.name() + " like the model's input",
            there.isEmpty() ? "none" : there.get().shape());
      }
    }
  }

  private void checkMonitor(String rule, String monitor) {
    List<String> known = new ArrayList<>(List.of(TrainingFunctions.LOSS));
    known.addAll(plan.objective().metrics().keySet());
    List<String> validated = known.stream().map(name -> VALIDATION + name).toList();
    String where = "training." + rule + ".monitor";
    if (rows.validation().isEmpty() && validated.contains(monitor)) {
      throw new ConfigurationException(
          where,
          "a value of this run",
          monitor
              + ", which needs validation rows; set data.validation or training.validation_split,"
              + " or monitor "
              + monitor.substring(VALIDATION.length()));
    }
    if (rows.validation().isPresent()) {
      known.addAll(validated);
    }
    if (!known.contains(monitor)) {
      throw new ConfigurationException(
          where + ": unknown value " + monitor + "; " + Names.advice(monitor, known));
    }
  }
}
