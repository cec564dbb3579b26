package io.concertina.workflow.benchmark;

import io.concertina.ConfigurationException;
import io.concertina.config.Makers;
import io.concertina.config.Names;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import io.concertina.ir.Dim;
import io.concertina.ir.Tensor;
import io.concertina.loss.Loss;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.train.Objective;
import io.concertina.train.TrainingPlan;
import io.concertina.workflow.file.GeneratedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model with generated data that engines are measured on. All train with Adam at 1e-3 on the mean
 * squared error.
 *
 * @param name under which it is asked for, for instance {@code W1}
 * @param title what it is, for people
 * @param spec layers
 * @param plan how it trains
 * @param data rows; the same in every run
 * @param inferenceBatch rows per reconstruction
 */
public record Workload(
    String name,
    String title,
    ModelSpec spec,
    TrainingPlan plan,
    GeneratedRows data,
    int inferenceBatch) {

  static final long SEED = 7;

  /** Single samples to reconstruct in turn. */
  private static final int SINGLE_SAMPLES = 64;

  /**
   * All workloads.
   *
   * @param makers make their layers
   */
  public static List<Workload> all(Makers makers) {
    return WorkloadDesign.all().stream().map(design -> design.workload(makers)).toList();
  }

  /**
   * The workload of a name.
   *
   * @param makers make its layers
   * @throws ConfigurationException if there is none
   */
  public static Workload named(String name, Makers makers) {
    List<String> known = WorkloadDesign.all().stream().map(WorkloadDesign::name).toList();
    if (!known.contains(name)) {
      throw new ConfigurationException(
          "unknown workload " + name + "; " + Names.advice(name, known));
    }
    return WorkloadDesign.all().get(known.indexOf(name)).workload(makers);
  }

  /** Adam at 1e-3 on the mean squared error. */
  static TrainingPlan plan(Makers makers, int batch) {
    Objective objective =
        new Objective(makers.create(Loss.class, "workload.loss", "mse"), Map.of());
    Optimizer adam =
        makers.create(Optimizer.class, "workload.optimizer", Map.of("adam", Map.of("rate", 1e-3)));
    return TrainingPlan.of(objective, adam, 1, batch, SEED);
  }

  /** The untrained model, the same in every run. */
  public Model model() {
    return Model.initial(spec, Preprocessing.none(spec.sample()), SEED);
  }

  /** Rows per run. */
  public int batch(Mode mode) {
    return switch (mode) {
      case TRAIN -> plan.batch();
      case INFER -> inferenceBatch;
      case LATENCY -> 1;
    };
  }

  /** The whole batches of the data, in their order; of single samples the first few. */
  public List<Tensor> batches(Mode mode) {
    int batch = batch(mode);
    int rows = mode == Mode.LATENCY ? SINGLE_SAMPLES : data.rows();
    GeneratedRows first = new GeneratedRows(data.distribution(), rows, data.columns(), data.seed());
    List<Tensor> batches = new ArrayList<>();
    try (Dataset generated = first.dataset();
        RowReader reader = generated.read()) {
      for (int end = batch; end <= rows; end += batch) {
        Batch read = new Batch(generated.schema(), batch);
        reader.fill(read, batch);
        batches.add(
            Tensor.of(spec.sample().prepend(Dim.of(batch)), read.tensor(Schema.X).toFloats()));
      }
    }
    return batches;
  }
}
