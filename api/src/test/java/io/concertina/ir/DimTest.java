package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DimTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final Dim TIME = Dim.named("time");

  @Test
  void aFixedSizeReadsAsItsNumber() {
    assertThat(Dim.of(64)).hasToString("64");
    assertThat(Dim.of(64).size()).isEqualTo(64);
    assertThat(Dim.of(1).isOne()).isTrue();
    assertThat(BATCH.isOne()).isFalse();
  }

  @Test
  void aProductReadsAsNamesAndNumber() {
    assertThat(BATCH.times(Dim.of(50))).hasToString("batch*50");
    assertThat(TIME.times(BATCH).times(BATCH)).hasToString("batch*batch*time");
  }

  @Test
  void aProductWithZeroIsZero() {
    assertThat(BATCH.times(Dim.of(0))).isEqualTo(Dim.of(0));
  }

  @Test
  void aNamedSizeIsNotAskedForItsNumber() {
    assertThatThrownBy(() -> BATCH.times(Dim.of(2)).size())
        .isInstanceOf(ShapeException.class)
        .hasMessage("dimension: expected a fixed size, got batch*2");
  }

  @Test
  void aNegativeSizeIsRefused() {
    assertThatThrownBy(() -> Dim.of(-1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dimension: expected a size of at least 0, got -1");
  }

  @Test
  void aNegativeBindingIsRefused() {
    assertThatThrownBy(() -> BATCH.bind(Map.of("batch", -3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dimension: expected a size of at least 0, got -3");
  }

  @Test
  void aProductBeyondTheRangeOfIntIsRefused() {
    assertThatThrownBy(() -> Dim.of(1 << 20).times(Dim.of(1 << 20)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("dimension: expected a size of at most 2^31 - 1, got 1048576 * 1048576");
    assertThatThrownBy(() -> BATCH.times(Dim.of(1 << 20)).bind(Map.of("batch", 1 << 20)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("at most 2^31 - 1");
  }

  @Test
  void bindingLeavesUnknownNames() {
    assertThat(BATCH.times(TIME).bind(Map.of("batch", 8))).hasToString("time*8");
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void productsDoNotDependOnTheirOrder(
      @ForAll("dims") Dim a, @ForAll("dims") Dim b, @ForAll("dims") Dim c) {
    assertThat(a.times(b)).isEqualTo(b.times(a));
    assertThat(a.times(b).times(c)).isEqualTo(a.times(b.times(c)));
    assertThat(a.times(Dim.of(1))).isEqualTo(a);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void bindingAProductIsTheProductOfTheBindings(
      @ForAll("dims") Dim a, @ForAll("dims") Dim b, @ForAll("sizes") Map<String, Integer> sizes) {
    assertThat(a.times(b).bind(sizes)).isEqualTo(a.bind(sizes).times(b.bind(sizes)));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void bindingInTwoStepsIsBindingAtOnce(
      @ForAll("dims") Dim dim, @ForAll("sizes") Map<String, Integer> sizes) {
    Map<String, Integer> rest = new HashMap<>(sizes);
    Map<String, Integer> first = new HashMap<>();
    Integer batch = rest.remove("batch");
    if (batch != null) {
      first.put("batch", batch);
    }
    assertThat(dim.bind(first).bind(rest)).isEqualTo(dim.bind(sizes));
  }

  @Provide
  static Arbitrary<Dim> dims() {
    Arbitrary<List<String>> names = Arbitraries.of("batch", "time", "row").list().ofMaxSize(3);
    return Combinators.combine(Arbitraries.integers().between(0, 12), names).as(Dim::new);
  }

  @Provide
  static Arbitrary<Map<String, Integer>> sizes() {
    return Arbitraries.maps(
            Arbitraries.of("batch", "time", "row"), Arbitraries.integers().between(0, 9))
        .ofMaxSize(3);
  }
}
