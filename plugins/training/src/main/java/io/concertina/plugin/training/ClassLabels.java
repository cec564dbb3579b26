package io.concertina.plugin.training;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.model.Head;
import io.concertina.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a label of whole numbers is one of the classes that its head can give. A loss cannot:
 * on an engine a number that is no class is only one that no output is near.
 */
final class ClassLabels implements RowCheck {

  /**
   * A label to check.
   *
   * @param head whose label it is
   * @param stream its place in a batch
   * @param classes outputs of the head
   */
  private record Checked(Head head, int stream, int classes) {}

  private final List<Checked> labels = new ArrayList<>();

  private ClassLabels() {}

  /** The labels of rows that heads of several outputs predict. */
  static ClassLabels of(Model model, Schema rows) {
    ClassLabels labels = new ClassLabels();
    for (Head head : model.spec().outputs().heads()) {
      Optional<StreamSpec> label = rows.find(head.label().name());
      String last = "heads/" + head.name() + "/" + head.layers().getLast().name();
      Shape outputs = model.blueprint().ports().getOrDefault(last, Shape.of(1));
      int classes = outputs.last().size();
      if (label.isPresent() && label.get().kind() == StreamSpec.Kind.I32 && classes > 1) {
        labels.labels.add(new Checked(head, rows.indexOf(head.label().name()), classes));
      }
    }
    return labels;
  }

  @Override
  public boolean concerns(Schema rows) {
    return !labels.isEmpty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws DataException if a label is no class of its head
   */
  @Override
  public void check(String source, Batch batch) {
    for (Checked checked : labels) {
      int[] values = batch.ints(checked.stream());
      for (int row = 0; row < batch.rows(); row++) {
        int value = values[row];
        if (value != StreamSpec.NO_LABEL && (value < 0 || value >= checked.classes())) {
          throw new DataException(
              source + " label " + checked.head().label().name(),
              "classes from 0 to " + (checked.classes() - 1) + " as head " + checked.head().name(),
              value + "; give the head's last layer as many units as there are classes");
        }
      }
    }
  }
}
