package io.concertina.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A repository under {@code target} with our artifacts in it, as {@code install} puts them. */
final class Installed {

  private static final Path ROOT = Path.of(System.getProperty("concertina.root"));
  private static final String VERSION = System.getProperty("concertina.version");

  private static final List<String> JARS =
      List.of(
          "api",
          "engine-native",
          "plugins/standard",
          "plugins/training",
          "plugins/archive",
          "plugins/datasets");

  private Installed() {}

  /** Makes the repository anew. */
  static Path repository() throws IOException {
    Path repository = Path.of("target/repository").toAbsolutePath();
    install(repository, "concertina", "pom", ROOT.resolve("pom.xml"));
    install(repository, "concertina-plugins", "pom", ROOT.resolve("plugins/pom.xml"));
    install(repository, "concertina-bom", "pom", ROOT.resolve("plugins/bom/pom.xml"));
    for (String module : JARS) {
      String artifact = "concertina-" + module.replace("plugins/", "plugin-");
      Path jar = ROOT.resolve(module).resolve("target/" + artifact + "-" + VERSION + ".jar");
      if (!Files.exists(jar)) {
        throw new AssertionError(jar + " is missing; these tests need verify, not test");
      }
      install(repository, artifact, "jar", jar);
      install(repository, artifact, "pom", ROOT.resolve(module).resolve("pom.xml"));
    }
    return repository;
  }

  private static void install(Path repository, String artifact, String type, Path file)
      throws IOException {
    Path folder =
        Files.createDirectories(
            repository.resolve("io/concertina").resolve(artifact).resolve(VERSION));
    Files.copy(
        file,
        folder.resolve(artifact + "-" + VERSION + "." + type),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
