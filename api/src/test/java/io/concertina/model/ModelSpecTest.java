package io.concertina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSpecTest {

  private static final StreamSpec X = StreamSpec.feature(Schema.X, Shape.of(3));

  private static ModelSpec spec(StreamSpec... streams) {
    return new ModelSpec(Schema.of(streams), List.of(), List.of(), Outputs.plain());
  }

  private static StreamSpec target(String name) {
    return X.as(name, StreamSpec.Role.TARGET);
  }

  @Test
  void aTargetIsReconstructedInsteadOfTheFeature() {
    StreamSpec wide = StreamSpec.feature(Schema.X, Shape.of(5));
    ModelSpec spec = spec(X, wide.as(Schema.TARGET, StreamSpec.Role.TARGET));
    assertThat(spec.sample()).isEqualTo(Shape.of(3));
    assertThat(spec.reconstructed()).isEqualTo(Shape.of(5));
  }

  @Test
  void severalTargetsAreRefusedByName() {
    assertThatThrownBy(() -> spec(X, target("target"), target("other")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("model.input: expected at most one target, got [target, other]");
  }

  @Test
  void withoutAFeatureThereIsNoModel() {
    assertThatThrownBy(() -> spec(target("target")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("model.input: expected at least one feature, got none");
  }

  @Test
  void aLabelIsNoInputOfTheLayers() {
    assertThatThrownBy(() -> spec(X, StreamSpec.label("label")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LABEL label");
  }

  @Test
  void namesOfColumnsBelongToTheFeature() {
    ModelSpec named = spec(X, target("target")).withColumns(List.of("a", "b", "c"));
    assertThat(named.streams().x().columns()).containsExactly("a", "b", "c");
    assertThat(named.target().orElseThrow().columns()).isEmpty();
  }
}
