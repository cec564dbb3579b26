package io.concertina.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A user's project in a folder.
 *
 * @param folder its root
 */
record OutsideProject(Path folder) {

  private static final long PATIENCE_SECONDS = 300;

  /** Writes a pom, the program of the page and rows for it. */
  static OutsideProject in(Path folder, String pom, Page page) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src/main/java/com/example"));
    Files.writeString(folder.resolve("pom.xml"), pom);
    Files.writeString(sources.resolve("Detector.java"), page.block("java", "class Detector"));
    List<String> rows = new ArrayList<>(List.of("a,b,c"));
    for (int i = 0; i < 200; i++) {
      double x = Math.sin(i) / 2 + 0.5;
      rows.add(String.format(Locale.ROOT, "%.4f,%.4f,%.4f", x, x / 2, 1 - x / 2));
    }
    Files.write(folder.resolve("rows.csv"), rows);
    return new OutsideProject(folder);
  }

  /** Makes a module of it. */
  OutsideProject modular(Page page) throws IOException {
    Files.writeString(
        folder.resolve("src/main/java/module-info.java"), page.block("java", "module "));
    return this;
  }

  /**
   * Builds it by Maven in a repository of ours.
   *
   * @param online whether plugins may be downloaded; else all comes from what the build of this
   *     project has downloaded
   */
  void build(Path repository, boolean online) throws IOException {
    Path settings = folder.resolve("settings.xml");
    String downloaded = Path.of(System.getProperty("maven.downloaded")).toUri().toString();
    Files.writeString(settings, online ? online(downloaded) : offline(downloaded));
    List<String> command = new ArrayList<>();
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    command.add(
        Path.of(System.getProperty("maven.home"), "bin", windows ? "mvn.cmd" : "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-q", "-Dmaven.repo.local=" + repository));
    command.addAll(List.of("-s", settings.toString()));
    if (!online) {
      command.addAll(List.of("-gs", settings.toString()));
    }
    command.add("package");
    String output = run(command);
    assertThat(folder.resolve("target/detector.jar")).as(output).exists();
  }

  /** What is downloaded already stands for every repository. */
  private static String offline(String downloaded) {
    return """
    <settings><mirrors><mirror>
      <id>downloaded</id><mirrorOf>*</mirrorOf><url>%s</url>
    </mirror></mirrors></settings>
    """
        .formatted(downloaded);
  }

  /** What is downloaded already comes first. */
  private static String online(String downloaded) {
    return """
    <settings><profiles><profile>
      <id>downloaded</id>
      <repositories><repository>
        <id>downloaded</id><url>%1$s</url>
      </repository></repositories>
      <pluginRepositories><pluginRepository>
        <id>downloaded</id><url>%1$s</url>
      </pluginRepository></pluginRepositories>
    </profile></profiles>
    <activeProfiles><activeProfile>downloaded</activeProfile></activeProfiles></settings>
    """
        .formatted(downloaded);
  }

  /** Runs a tool of the JDK with arguments as on the page and returns what it prints. */
  String java(String tool, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    arguments.forEach(word -> command.add(word.replace(":", File.pathSeparator)));
    return run(command);
  }

  /** Runs a program in the folder and returns what it prints. */
  String run(List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + PATIENCE_SECONDS + " s: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    String text = Files.readString(output);
    assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
    return text;
  }
}
