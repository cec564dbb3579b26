package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The launcher script as a shell starts it, on the class path of the tests: a copy beside a jar
 * that names it. The archive of classes that the script would make first is there, and empty.
 */
final class Launcher {

  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;
  private final Path script;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * Makes the copy.
   *
   * @param folder holds it, and is where commands run
   */
  Launcher(Path folder) throws IOException {
    this.folder = folder;
    Path home = Path.of(System.getProperty("java.home"));
    Path bin = Files.createDirectories(folder.resolve("cli/bin"));
    Path lib = Files.createDirectories(folder.resolve("cli/target/lib"));
    script =
        Files.copy(
            Checkout.root().resolve("cli/bin/concertina"),
            bin.resolve("concertina"),
            StandardCopyOption.COPY_ATTRIBUTES);
    writeJar(lib.resolveSibling("concertina-cli-test.jar"));
    Files.createFile(lib.resolve(".complete"));
    Files.createFile(lib.resolve("concertina-" + System.getProperty("java.version") + ".jsa"));
    environment.put("PATH", System.getenv("PATH"));
    environment.put("CONCERTINA_JAVA_HOME", home.toString());
    environment.put("LAUNCHER", script.toString());
    options("");
  }

  private static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes entries = manifest.getMainAttributes();
    entries.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    String paths =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    entries.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(paths.split(System.getProperty("path.separator")))
            .map(path -> Path.of(path).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
  }

  /** Sets a variable of the commands' environment, which has neither HOME nor a locale. */
  Launcher set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Sets options of the JVM. */
  Launcher options(String options) {
    return set("JAVA_OPTS", "-XX:TieredStopAtLevel=1 " + options);
  }

  /**
   * Runs a line of the shell, in which {@code "$LAUNCHER"} is the script.
   *
   * @param line in ASCII, since this JVM's locale may know nothing else
   */
  Outcome run(String line) {
    try {
      Path out = folder.resolve("out.txt");
      Path err = folder.resolve("err.txt");
      Path commands = Files.writeString(folder.resolve("line.sh"), line + "\n", US_ASCII);
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", commands.toString())
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + PATIENCE_SECONDS + " s: " + line);
      }
      return new Outcome(process.exitValue(), Files.readString(out), messages(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Without the JVM's own line, which cannot be switched off. */
  private static String messages(Path err) throws IOException {
    return Files.readAllLines(err).stream()
        .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
