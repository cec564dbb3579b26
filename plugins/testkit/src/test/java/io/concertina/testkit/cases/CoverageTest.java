package io.concertina.testkit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Composite;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Op;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lists of cases cover the whole operation set: what the compiler cannot check. */
class CoverageTest {

  @Test
  void everyCoreOperationHasCases() {
    Set<Class<?>> covered =
        Stream.<Stream<? extends Op>>of(
                SourceCases.OPERATIONS.stream(),
                ElementwiseCases.UNARY.stream(),
                ElementwiseCases.BINARY.stream(),
                Stream.of(
                    new Elementwise.Select(),
                    new Elementwise.Cast(DType.F32),
                    new Elementwise.StopGradient()),
                ReductionCases.OPERATIONS.stream(),
                LayoutCases.OPERATIONS.stream(),
                ContractionCases.OPERATIONS.stream(),
                WindowedCases.OPERATIONS.stream())
            .flatMap(operations -> operations)
            .map(Object::getClass)
            .collect(Collectors.toSet());
    assertThat(covered).isEqualTo(leaves(Op.class));
  }

  @Test
  void elementwiseCasesNameEveryElementwiseOperation() {
    Set<String> names =
        OperationCases.elementwise()
            .map(each -> each.name().substring(0, each.name().indexOf(' ')))
            .collect(Collectors.toSet());
    assertThat(names)
        .isEqualTo(
            leaves(Elementwise.class).stream()
                .map(
                    type ->
                        type.getSimpleName()
                            .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                            .toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
  }

  /** The records at the leaves of a sealed hierarchy, without composites. */
  private static Set<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return type == Composite.class ? Set.of() : Set.of(type);
    }
    Set<Class<?>> found = new HashSet<>();
    Arrays.stream(type.getPermittedSubclasses()).forEach(below -> found.addAll(leaves(below)));
    return found;
  }
}
