package io.concertina.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure is one line in words, with an exit code that is not 0. */
class FailuresTest {

  @TempDir private Path folder;

  static Stream<Exception> failures() {
    return Stream.of(
        new ArithmeticException("integer overflow"),
        new NullPointerException("Cannot invoke \"java.util.List.size()\" because x is null"),
        new NumberFormatException("For input string: \"x\""),
        new ClassCastException("class java.lang.String cannot be cast to class java.lang.Long"),
        new IllegalStateException(),
        new InvalidPathException("gr??e.csv", "Malformed input"),
        new NoSuchFileException("a.csv"),
        new AccessDeniedException("a.csv"),
        new FileSystemException("a.csv", null, "Too many levels of symbolic links"),
        new UncheckedIOException(new NoSuchFileException("a.csv")),
        new IOException(),
        new IllegalStateException("outer", new OutOfMemoryError("Java heap space")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anExceptionIsOneLineWithoutNamesOfJava(Exception failure) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    ErrorReport report = new ErrorReport(console(OutputStream.nullOutputStream(), messages), false);
    assertThat(report.failure(failure)).isNotZero();
    assertThat(messages.toString(UTF_8))
        .startsWith("concertina: ")
        .hasLineCount(1)
        .doesNotContain("java.", "Exception");
  }

  @Test
  void memoryAndStackAtTheirEndSayWhichLimitToRaise() {
    assertThat(reported(new OutOfMemoryError("Java heap space")))
        .startsWith("concertina: memory: ")
        .contains("JAVA_OPTS=-Xmx");
    assertThat(reported(new StackOverflowError())).contains("JAVA_OPTS=-Xss");
    assertThat(reported(new NoClassDefFoundError("com/example/Part"))).contains("com/example/Part");
    assertThat(reported(new ExceptionInInitializerError())).contains("unexpected fault");
  }

  private static String reported(Error error) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    Console console = console(OutputStream.nullOutputStream(), messages);
    assertThat(new ErrorReport(console, false).failure(error)).isEqualTo(ExitCode.FAILURE);
    assertThat(messages.toString(UTF_8)).hasLineCount(1);
    return messages.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"--version", "--help", "plugins", "inspect"})
  void resultsThatCannotBeWrittenAreAFailure(String command) throws IOException {
    Path model = new Commands(folder).train("run").resolve("model.concertina");
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    String[] words =
        command.equals("inspect")
            ? new String[] {command, model.toString(), "--json"}
            : new String[] {command};
    assertThat(Main.run(words, console(full, messages))).isEqualTo(ExitCode.FAILURE);
    assertThat(messages.toString(UTF_8))
        .startsWith("concertina: standard output: ")
        .hasLineCount(1);
  }

  private static Console console(OutputStream results, OutputStream messages) {
    return new Console(
        new PrintStream(results, false, UTF_8), new PrintStream(messages, true, UTF_8), false);
  }

  @ParameterizedTest
  @CsvSource({
    "trian, unknown command 'trian'; did you mean train?",
    "help trian, unknown command 'trian'; did you mean train?",
    "sparsitycurve, unknown command 'sparsitycurve'; did you mean sparsity-curve?",
    "xyzzy, unknown command 'xyzzy'; see concertina --help",
    "train --confg x, unknown option --confg; did you mean --config?",
    "score m --data d --output o --enginge=native, unknown option --enginge; did you mean"
        + " --engine?",
    "--hlep, unknown option --hlep; did you mean --help?",
    "inspect m n, unexpected word 'n'",
    "train --config, Missing required parameter for option '--config' (FILE)"
  })
  void aWrongWordGetsTheNearestRightOne(String line, String message) throws IOException {
    Commands commands = new Commands(folder);
    assertThat(commands.run((Object[]) line.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(commands.messages()).startsWith("concertina: " + message).hasLineCount(1);
  }

  @Test
  void aPathThatTheLocaleCannotWriteSaysWhatToSet() throws IOException {
    Commands commands = new Commands(folder);
    assertThat(commands.run("inspect", "a\0b")).isEqualTo(ExitCode.USAGE);
    assertThat(commands.messages())
        .contains("(MODEL): a path that cannot be written", "set LC_ALL=C.UTF-8")
        .doesNotContain("java.")
        .hasLineCount(1);
  }

  @Test
  void helpSaysWhatTheOptionSays() throws IOException {
    Commands commands = new Commands(folder);
    assertThat(commands.run("help")).isZero();
    String help = commands.results();
    commands.run("--help");
    assertThat(help).isEqualTo(commands.results()).contains("sparsity-curve", "help COMMAND");
    assertThat(commands.run("help", "train")).isZero();
    String train = commands.results();
    commands.run("train", "--help");
    assertThat(train).isEqualTo(commands.results()).contains("--resume");
  }

  @Test
  void aBatchOfAnySizeTrainsAndGeneratedRowsHaveALimit() throws IOException {
    Commands commands = new Commands(folder);
    commands.train("run", "--set", "training.batch=1e9");
    String rows = "data.generate.rows=1000000000";
    int code =
        commands.run(
            "train",
            "--config",
            commands.path("run.yaml"),
            "--set",
            rows,
            "--set",
            "data.generate.columns=3",
            "--output",
            commands.path("generated"));
    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(commands.messages()).contains("data.generate: expected at most").hasLineCount(1);
  }

  @Test
  void jarsWithoutAPluginAreNamedAndDamagedOnesRefused() throws IOException {
    Commands commands = new Commands(folder);
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Path jar = plugins.resolve("library.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("readme.txt"));
      out.closeEntry();
    }
    assertThat(commands.run("plugins", "--plugin-path", plugins)).isZero();
    assertThat(commands.messages())
        .isEqualTo(
            "note: no plugin is taken from "
                + jar
                + ", which has no META-INF/services/io.concertina.spi.Plugin\n");
    Files.writeString(plugins.resolve("damaged.jar"), "no zip");
    assertThat(commands.run("plugins", "--plugin-path", plugins)).isEqualTo(ExitCode.USAGE);
    assertThat(commands.messages()).contains("damaged.jar").hasLineCount(1);
  }
}
