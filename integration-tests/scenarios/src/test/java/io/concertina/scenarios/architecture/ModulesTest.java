package io.concertina.scenarios.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may depend on whom. */
class ModulesTest {

  private static final String API = "api";
  private static final String CLI = "cli";
  private static final String TESTKIT = "plugins/testkit";
  private static final String WORKFLOW = "plugins/workflow";
  private static final Set<String> ENGINES = Set.of("engine-native", "engine-tensorflow");
  private static final String SIMD = "io.concertina.engine.nativejava.kernel.simd..";

  private final Product product = Product.BUILT;

  @Test
  void thereAreClassesToLookAt() {
    assertThat(product.classes()).hasSizeGreaterThan(500);
    assertThat(product.modules().values())
        .contains(API, CLI, TESTKIT, "plugins/standard", "plugins/training")
        .containsAll(ENGINES);
  }

  @Test
  void theApiDependsOnNothingButAnnotations() {
    noClasses()
        .that(are(API))
        .should()
        .dependOnClassesThat(resideOutsideOfPackages("java..", "org.jspecify..").and(areNot(API)))
        .check(product.classes());
  }

  @Test
  void enginesDependOnTheApiAlone() {
    for (String engine : ENGINES) {
      assertThat(dependencies().get(engine)).as(engine).containsExactly(API);
    }
  }

  @Test
  void pluginsKnowNoEngineAndNotTheCommandLine() {
    dependencies()
        .forEach(
            (module, others) -> {
              if (module.startsWith("plugins/")) {
                assertThat(others).as(module).doesNotContain(CLI);
                assertThat(others).as(module).doesNotContainAnyElementsOf(ENGINES);
              }
            });
  }

  /** What a command line does, Java does: by the same library. */
  @Test
  void theCommandLineUsesNoPluginButTheWorkflowsAndNoEngine() {
    assertThat(classes(CLI)).hasSizeGreaterThan(50);
    assertThat(dependencies().get(CLI)).containsExactly(API, WORKFLOW);
  }

  /** So a plugin of a user's own is on the same footing as ours. */
  @Test
  void workflowsReachPluginsAndEnginesThroughTheRegistryAlone() {
    assertThat(classes(WORKFLOW)).hasSizeGreaterThan(50);
    assertThat(dependencies().get(WORKFLOW)).containsExactly(API);
  }

  @Test
  void onlyTheCommandLineDependsOnTheWorkflows() {
    dependencies()
        .forEach(
            (module, others) -> {
              if (!module.equals(CLI)) {
                assertThat(others).as(module).doesNotContain(WORKFLOW);
              }
            });
  }

  @Test
  void packagesOfTheCommandLineAndTheWorkflowsHaveNoCircles() {
    slices()
        .matching("io.concertina.(cli|workflow).(**)")
        .namingSlices("$1 $2")
        .should()
        .beFreeOfCycles()
        .check(product.classes());
    for (String root : List.of("io.concertina.cli", "io.concertina.workflow")) {
      noClasses()
          .that()
          .resideInAPackage(root + ".(*)..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(root)
          .check(product.classes());
    }
  }

  @Test
  void nothingThatRunsDependsOnTheTestKit() {
    dependencies()
        .forEach((module, others) -> assertThat(others).as(module).doesNotContain(TESTKIT));
  }

  @Test
  void modulesDependOnEachOtherWithoutCycles() {
    Map<String, Set<String>> rest = new TreeMap<>(dependencies());
    Set<String> settled = new TreeSet<>();
    boolean progress = true;
    while (progress) {
      progress = rest.entrySet().removeIf(entry -> settled.containsAll(entry.getValue()));
      product.modules().values().stream()
          .filter(module -> !rest.containsKey(module))
          .forEach(settled::add);
    }
    assertThat(rest).as("modules on a cycle or behind one").isEmpty();
  }

  @Test
  void tensorFlowStaysInItsEngine() {
    onlyIn("engine-tensorflow", "org.tensorflow..", "org.bytedeco..");
  }

  @Test
  void wiringAndConfigurationStayInTheCommandLine() {
    onlyIn(
        CLI,
        "com.google.inject..",
        "jakarta.inject..",
        "javax.inject..",
        "org.apache.commons..",
        "picocli..");
  }

  @Test
  void theVectorApiStaysInTheSimdKernels() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SIMD)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(product.classes());
  }

  private void onlyIn(String module, String... packages) {
    noClasses()
        .that(areNot(module))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .check(product.classes());
  }

  private List<JavaClass> classes(String module) {
    return product.classes().stream().filter(type -> product.module(type).equals(module)).toList();
  }

  private DescribedPredicate<JavaClass> are(String module) {
    return DescribedPredicate.describe(
        "are in " + module, type -> product.module(type).equals(module));
  }

  private DescribedPredicate<JavaClass> areNot(String module) {
    return DescribedPredicate.describe(
        "are not in " + module, type -> !product.module(type).equals(module));
  }

  /** The modules that a module's classes use, its own left out. */
  private Map<String, Set<String>> dependencies() {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (JavaClass type : product.classes()) {
      String module = product.module(type);
      Set<String> others = dependencies.computeIfAbsent(module, _ -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String other = product.module(dependency.getTargetClass());
        if (!other.isEmpty() && !other.equals(module)) {
          others.add(other);
        }
      }
    }
    return dependencies;
  }
}
