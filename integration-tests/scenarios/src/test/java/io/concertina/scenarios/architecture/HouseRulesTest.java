package io.concertina.scenarios.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules that hold in every module: no global state, no chatter, no careless names. */
class HouseRulesTest {

  private final Product product = Product.BUILT;

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().and(areWritten()).should().beFinal().check(product.classes());
  }

  @Test
  void staticFieldsHoldNothingThatIsMadeToChange() {
    noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(
            DescribedPredicate.describe(
                "made to change",
                type ->
                    type.getPackageName().startsWith("java.util.concurrent.atomic")
                        || type.isAssignableTo(ThreadLocal.class)
                        || type.isAssignableTo(Random.class)
                        || type.isAssignableTo(Lock.class)
                        || type.isAssignableTo(StringBuilder.class)
                        || type.isAssignableTo(AutoCloseable.class)))
        .check(product.classes());
  }

  @Test
  void staticArraysStayPrivate() {
    fields()
        .that()
        .areStatic()
        .and(areWritten())
        .and()
        .haveRawType(DescribedPredicate.describe("array", JavaClass::isArray))
        .should()
        .bePrivate()
        .check(product.classes());
  }

  /** Whoever could put something into a static list or map would have global state. */
  @Test
  void staticCollectionsRefuseChanges() throws ReflectiveOperationException {
    Set<String> faults = new TreeSet<>();
    for (JavaClass type : product.classes()) {
      for (JavaField field : type.getFields()) {
        JavaClass held = field.getRawType();
        boolean collection =
            held.isAssignableTo(Collection.class) || held.isAssignableTo(Map.class);
        if (collection && field.getModifiers().contains(JavaModifier.STATIC)) {
          var reflected = field.reflect();
          reflected.setAccessible(true);
          if (!refusesChanges(reflected.get(null))) {
            faults.add(field.getFullName());
          }
        }
      }
    }
    assertThat(faults).as("static collections that can be changed").isEmpty();
  }

  private static boolean refusesChanges(Object collection) {
    String type = collection.getClass().getName();
    return type.startsWith("java.util.ImmutableCollections$")
        || type.startsWith("java.util.Collections$Unmodifiable");
  }

  @Test
  void onlyTheCommandLineWritesToTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.concertina.cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(product.classes());
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.concertina.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(product.classes());
  }

  @Test
  void everyPackageIsDescribedAndNullMarked() {
    Map<String, List<JavaClass>> packages =
        product.classes().stream()
            .filter(type -> !type.getSimpleName().equals("module-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName));
    assertThat(packages.keySet()).hasSizeGreaterThan(30);
    packages.forEach(
        (name, types) ->
            assertThat(types)
                .as("package-info of %s with @NullMarked", name)
                .anyMatch(
                    type ->
                        type.getSimpleName().equals("package-info")
                            && type.isAnnotatedWith(NullMarked.class)));
  }

  @Test
  void namesSayWhatAThingIs() {
    classes()
        .should()
        .haveNameNotMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)(\\$.*)?")
        .check(product.classes());
  }

  /** What the compiler adds, such as an enumeration's list of constants, is not ours to judge. */
  private static DescribedPredicate<JavaField> areWritten() {
    return DescribedPredicate.describe(
        "are written in a source",
        field ->
            !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !field.getName().startsWith("$"));
  }
}
