package io.concertina.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.layer.Layer;
import io.concertina.spi.Registry;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells its reader to write compiles, is found as a plugin and is sound. */
class ReadmeTest extends LayerContract {

  @TempDir private static Path jar;

  private @Nullable Registry registry;
  private @Nullable URLClassLoader loader;

  @Override
  protected Registry registry() {
    if (registry == null) {
      registry = load();
    }
    return registry;
  }

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(LayerSubject.of(registry().create(Layer.class, "readme", "gain"), 5));
  }

  @AfterAll
  void close() throws IOException {
    loader.close();
  }

  @Test
  void thePartsOfTheSampleStayBelowFortyLines() throws IOException {
    for (String part :
        List.of("ScaledResidual", "Gate", "Lion", "Hoyer", "LargestError", "CodeTrace")) {
      Path source = Path.of("src/main/java/io/concertina/sample", part + ".java");
      assertThat(Files.readAllLines(source)).as(part).hasSizeLessThan(40);
    }
  }

  /** Follows the README: compiles its sources, writes its service file and loads the result. */
  private Registry load() {
    try {
      compile(blocks("java").map(ReadmeTest::source).toList());
      Path services = Files.createDirectories(jar.resolve("META-INF/services"));
      String providers = String.join("\n", blocks("services").toList());
      Files.writeString(services.resolve("io.concertina.spi.Plugin"), providers);
      URL[] urls = {jar.toUri().toURL()};
      loader = new URLClassLoader(urls, getClass().getClassLoader());
      return Registry.load(loader);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void compile(List<JavaFileObject> sources) {
    assertThat(sources).as("Java sources in the README").hasSize(3);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    List<String> options =
        List.of("-d", jar.toString(), "-Xlint:all", "-proc:none", "-implicit:none");
    boolean compiled = compiler.getTask(problems, null, null, options, null, sources).call();
    assertThat(compiled).as("%s", problems).isTrue();
  }

  private static Stream<String> blocks(String language) throws IOException {
    String readme = Files.readString(Path.of("README.md"), UTF_8);
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(readme)
        .results()
        .map((MatchResult result) -> result.group(1));
  }

  private static JavaFileObject source(String text) {
    String type = text.replaceAll("(?s).*?(?:class|record) (\\w+).*", "$1");
    URI uri = URI.create("readme:/com/example/" + type + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
