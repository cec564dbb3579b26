package io.concertina.scenarios.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.concertina.scenarios.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The built classes of all modules that ship, each with its module: the path of the module's folder
 * in the repository, for instance {@code plugins/standard}.
 *
 * @param classes all of them
 * @param modules module by the full name of a class
 */
record Product(JavaClasses classes, Map<String, String> modules) {

  private static final Path OUTPUT = Path.of("target", "classes");

  /** Reading class files takes seconds, so all tests share what was read. */
  static final Product BUILT = read();

  private static Product read() {
    JavaClasses classes = new ClassFileImporter().importPaths(outputs());
    Map<String, String> modules = new HashMap<>();
    classes.forEach(type -> modules.put(type.getName(), moduleOf(type)));
    return new Product(classes, Map.copyOf(modules));
  }

  private static List<Path> outputs() {
    Path tests = Checkout.root().resolve("integration-tests");
    try (Stream<Path> found = Files.find(Checkout.root(), 4, (path, _) -> path.endsWith(OUTPUT))) {
      return found.filter(path -> !path.startsWith(tests)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moduleOf(JavaClass type) {
    Path path = Path.of(type.getSource().orElseThrow().getUri());
    while (!path.endsWith(OUTPUT)) {
      path = path.getParent();
    }
    Path folder = path.getParent().getParent();
    return Checkout.root().relativize(folder).toString().replace('\\', '/');
  }

  /** The module of a class, or an empty string if it is not ours. */
  String module(JavaClass type) {
    return modules.getOrDefault(type.getBaseComponentType().getName(), "");
  }
}
