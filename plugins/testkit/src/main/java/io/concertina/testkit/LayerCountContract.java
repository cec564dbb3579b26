package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Tensor;
import io.concertina.model.LayerCount;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every count in layers must do; extend it in a test, name the count and layers.
 *
 * <p>Its name is in lower case and its words stand on one line. It counts in layers that the model
 * has, never less than nothing, the same each time, and leaves the model as it is; a model of
 * nothing but zeros has a count as well.
 *
 * <pre>{@code
 * class DeafUnitsTest extends LayerCountContract {
 *   @Override
 *   protected LayerCount count() {
 *     return new DeafUnits();
 *   }
 *
 *   @Override
 *   protected ModelSpec layers() {
 *     return ModelSpec.of(Shape.of(5), List.of(dense(8), dense(3)), List.of(dense(5)));
 *   }
 * }
 * }</pre>
 */
public abstract class LayerCountContract {

  /** The count to check. */
  protected abstract LayerCount count();

  /** Layers to count in, at least one that has something to count. */
  protected abstract ModelSpec layers();

  private Model model() {
    ModelSpec spec = layers();
    return Model.initial(spec, Scalings.none(spec.sample()), 7);
  }

  private Model silent() {
    Model model = model();
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    model.weights().forEach((name, w) -> zeros.put(name, Tensor.full(w.shape(), 0)));
    return model.with(zeros, model.history());
  }

  @Test
  final void itsNameIsLowerCaseAndItsWordsAreOneLine() {
    assertThat(count().name()).matches("[a-z][a-z0-9_]*");
    assertThat(count().words()).isNotBlank().hasLineCount(1);
  }

  @Test
  final void itCountsInLayersOfTheModel() {
    for (Model model : new Model[] {model(), silent()}) {
      Map<String, Long> counts = count().of(model);
      assertThat(counts).as("counts").isNotEmpty();
      assertThat(model.spec().layers().keySet()).as("layers").containsAll(counts.keySet());
      assertThat(counts.values()).as("counts").allMatch(count -> count >= 0);
    }
  }

  @Test
  final void theSameModelGivesTheSameCounts() {
    Model model = model();
    Map<String, Long> first = count().of(model);
    assertThat(count().of(model)).as("counted again").isEqualTo(first);
    assertThat(model.weights()).as("weights").isEqualTo(model().weights());
  }
}
