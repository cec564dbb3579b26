package io.concertina.scenarios.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.concertina.scenarios.Checkout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages of the contracts form a ladder: each knows those below it and none above. */
class LadderTest {

  private static final String ROOT = "io.concertina";

  /** From the ground up; packages of one rung stand side by side. The exceptions have no name. */
  private static final List<Set<String>> LADDER =
      List.of(
          Set.of(""),
          Set.of("ir"),
          Set.of("config"),
          Set.of("data"),
          Set.of("layer", "loss", "metric", "regularizer", "optimizer", "prune", "score"),
          Set.of("engine"),
          Set.of("model"),
          Set.of("train"),
          Set.of("format"),
          Set.of("spi"),
          Set.of("autoencoder"));

  private final JavaClasses classes = new ClassFileImporter().importPath(Checkout.classes("api"));

  @Test
  void everyPackageHasItsRung() {
    assertThat(classes).hasSizeGreaterThan(200);
    Set<String> packages =
        classes.stream()
            .filter(type -> !type.getSimpleName().equals("module-info"))
            .map(type -> rungName(type))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages)
        .isEqualTo(
            LADDER.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void noPackageKnowsOneAboveIt() {
    assertThat(upward(LADDER)).isEmpty();
  }

  @Test
  void thereAreNoCircles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
  }

  /** Were two rungs exchanged, each of these would be found. */
  @Test
  void whatPointsUpwardIsFound() {
    for (int rung = 1; rung < LADDER.size(); rung++) {
      List<Set<String>> wrong = new ArrayList<>(LADDER);
      Collections.swap(wrong, 0, rung);
      assertThat(upward(wrong)).as("%s below all others", LADDER.get(rung)).isNotEmpty();
    }
  }

  private Set<String> upward(List<Set<String>> ladder) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT) && rung(ladder, target) > rung(ladder, type)) {
          found.add(type.getName() + " -> " + target.getName());
        }
      }
    }
    return found;
  }

  private static int rung(List<Set<String>> ladder, JavaClass type) {
    String name = rungName(type);
    for (int rung = 0; rung < ladder.size(); rung++) {
      if (ladder.get(rung).contains(name)) {
        return rung;
      }
    }
    throw new AssertionError(type.getName() + " stands on no rung");
  }

  /** The package below the root: {@code ir} for {@code io.concertina.ir.grad}. */
  private static String rungName(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
  }
}
