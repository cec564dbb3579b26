package io.concertina.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

  private static Capabilities of(EngineFeature... features) {
    return new Capabilities(Set.copyOf(Arrays.asList(features)), 2, Map.of());
  }

  @Test
  void aFeatureBringsThoseThatItImplies() {
    Capabilities capabilities = of(EngineFeature.DETERMINISTIC_ACROSS_THREADS);
    assertThat(capabilities.has(EngineFeature.DETERMINISTIC)).isTrue();
    assertThat(capabilities.has(EngineFeature.TRAINING)).isFalse();
    assertThat(capabilities)
        .isEqualTo(of(EngineFeature.DETERMINISTIC, EngineFeature.DETERMINISTIC_ACROSS_THREADS));
  }

  @Test
  void anImpliedFeatureBringsNoOther() {
    assertThat(of(EngineFeature.DETERMINISTIC).features())
        .containsExactly(EngineFeature.DETERMINISTIC);
    assertThat(of().features()).isEmpty();
  }

  @Test
  void everyFeatureMayStandAloneWithWhatItImplies() {
    for (EngineFeature feature : EngineFeature.values()) {
      assertThat(of(feature).features()).contains(feature).containsAll(feature.implied());
      assertThat(feature.implied()).doesNotContain(feature);
    }
  }

  @Test
  void aFeatureHasANameForPeople() {
    assertThat(EngineFeature.DETERMINISTIC_ACROSS_THREADS)
        .hasToString("deterministic across threads");
  }

  @Test
  void aFunctionWithUpdatesNeedsTraining() {
    assertThat(EngineFeature.neededBy(function(true))).containsExactly(EngineFeature.TRAINING);
    assertThat(EngineFeature.neededBy(function(false))).isEmpty();
  }

  @Test
  void aFunctionWithALoopNeedsLoopsAlsoInsideOfAComposite() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(3, 2)));
    Value y = ops.composite("sums", Map.of(), List.of(x), (o, in) -> sums(o, in.getFirst()));

    assertThat(EngineFeature.neededBy(ops.function("sums", Map.of("y", y))))
        .containsExactly(EngineFeature.LOOPS);
  }

  private static Value sums(Ops ops, Value x) {
    return ops.scan()
        .carry(ops.constantLike(ops.sum(x, 0), 0))
        .over(x)
        .emit(
            (o, in) -> {
              Value sum = o.add(in.carried(0), in.scanned(0));
              return ScanBuilder.Step.of(List.of(sum), List.of());
            })
        .carried(0);
  }

  @Test
  void whatNeedsMoreThanThereIsIsRefusedAndAllElseIsNot() {
    Capabilities reader = of(EngineFeature.CONCURRENT_RUNS);
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> reader.require("reader", function(true)))
        .withMessage(
            "halve: expected an engine with the features [training], got engine reader, which has"
                + " [concurrent runs]; use another engine");
    assertThatCode(() -> reader.require("reader", function(false))).doesNotThrowAnyException();
    assertThatCode(() -> of(EngineFeature.TRAINING).require("trainer", function(true)))
        .doesNotThrowAnyException();
  }

  @Test
  void noThreadsAreRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new Capabilities(Set.of(), 0, Map.of()))
        .withMessage("capabilities.threads: expected at least 1, got 0");
  }

  private static Function function(boolean updates) {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(2)));
    Value half = ops.mul(w, 0.5);
    return ops.function("halve", Map.of("y", half), updates ? Map.of("w", half) : Map.of());
  }
}
