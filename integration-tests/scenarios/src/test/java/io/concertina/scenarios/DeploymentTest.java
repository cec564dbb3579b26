package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins are found however the jars are deployed: as modules, on the class path, merged into one.
 *
 * <p>A small application that knows nothing but the contracts trains a model in a JVM of its own.
 */
class DeploymentTest {

  private static final List<String> MODULES =
      List.of("api", "engine-native", "plugins/standard", "plugins/training");

  private static final String APPLICATION =
      """
      package application;

      import io.concertina.data.MemoryDataset;
      import io.concertina.ir.Shape;
      import io.concertina.ir.Tensor;
      import io.concertina.layer.Layer;
      import io.concertina.autoencoder.Autoencoder;
      import io.concertina.spi.Plugin;
      import io.concertina.spi.Registry;
      import java.util.Map;
      import java.util.TreeSet;

      public class Main {
        public static void main(String[] args) {
          Registry registry = Registry.load();
          System.out.println(
              new TreeSet<>(registry.plugins().stream().map(Plugin::name).toList()));
          System.out.println("module " + Main.class.getModule().getName());
          Tensor rows = Tensor.of(Shape.of(4, 2), 0f, 0, 0, 1, 1, 0, 1, 1);
          try (Autoencoder model =
              Autoencoder.builder()
                  .encoder(registry.create(Layer.class, "", Map.of("dense", Map.of("units", 2))))
                  .decoder(registry.create(Layer.class, "", "dense"))
                  .epochs(3)
                  .fit(MemoryDataset.of("corners", rows))) {
            System.out.println(model.model().history().epochs().getLast().values());
          }
        }
      }
      """;

  private static final String DESCRIPTOR =
      """
      module application {
        requires io.concertina.api;
      }
      """;

  @TempDir private Path directory;

  @BeforeEach
  void compileTheApplication() throws IOException {
    Path sources = Files.createDirectories(directory.resolve("source/application"));
    Files.writeString(sources.resolve("Main.java"), APPLICATION);
    Files.writeString(sources.resolveSibling("module-info.java"), DESCRIPTOR);
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--module-path",
                Checkout.classes("api").toString(),
                "-d",
                application().toString(),
                sources.resolve("Main.java").toString(),
                sources.resolveSibling("module-info.java").toString());
    assertThat(result).isZero();
  }

  @Test
  void asModulesTheyAreFoundThroughTheirDescriptors() {
    String path = ChildJvm.path(Stream.concat(classes(), Stream.of(application())));
    runs("module application", "--module-path", path, "--module", "application/application.Main");
  }

  @Test
  void onTheClassPathTheyAreFoundThroughTheirServiceFiles() {
    String path = ChildJvm.path(Stream.concat(classes(), Stream.of(application())));
    runs(
        "module null",
        "--add-modules",
        "jdk.incubator.vector",
        "--class-path",
        path,
        "application.Main");
  }

  @Test
  void inOneJarTheyAreFoundThroughTheMergedServiceFile() throws IOException {
    Path jar = directory.resolve("all.jar");
    merge(Stream.concat(classes(), Stream.of(application())).toList(), jar);
    runs(
        "module null",
        "--add-modules",
        "jdk.incubator.vector",
        "--class-path",
        jar.toString(),
        "application.Main");
  }

  private void runs(String module, String... arguments) {
    try (ChildJvm child = ChildJvm.start(directory, arguments)) {
      assertThat(child.exit()).as("%s", child.err()).isZero();
      assertThat(child.out().lines())
          .hasSize(3)
          .contains("[engine-native, standard, training]", module)
          .last()
          .asString()
          .matches("\\{loss=\\d\\.\\d+, rate=0\\.001}");
    }
  }

  private static Stream<Path> classes() {
    return MODULES.stream().map(Checkout::classes);
  }

  private Path application() {
    return directory.resolve("classes");
  }

  /** What a shading build does: everything into one jar, service files joined, no descriptors. */
  private static void merge(List<Path> folders, Path jar) throws IOException {
    Map<String, String> services = new LinkedHashMap<>();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path folder : folders) {
        for (Path path : files(folder)) {
          String name = folder.relativize(path).toString().replace('\\', '/');
          if (name.startsWith("META-INF/services/")) {
            services.merge(name, Files.readString(path), (a, b) -> a + "\n" + b);
          } else if (name.endsWith(".class") && !name.equals("module-info.class")) {
            write(out, name, Files.readAllBytes(path));
          }
        }
      }
      for (Map.Entry<String, String> service : services.entrySet()) {
        write(out, service.getKey(), service.getValue().getBytes(UTF_8));
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private static void write(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
