package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.spi.Plugin;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TensorflowEngineFactoryTest {

  @Test
  void pluginIsFoundAndBringsTheEngine() {
    assertThat(ServiceLoader.load(Plugin.class)).hasAtLeastOneElementOfType(TensorflowPlugin.class);
    assertThat(new TensorflowPlugin().engines())
        .singleElement()
        .satisfies(factory -> assertThat(factory.name()).isEqualTo("tensorflow"));
  }

  @Test
  void factoryIsMadeWithoutTensorflowAndOpeningSaysThatItIsMissing() throws Exception {
    try (URLClassLoader loader = classPathWithout(jar -> jar.contains("tensorflow-core"))) {
      assertOpeningFails(loader);
    }
  }

  @Test
  void openingWithoutTheNativeLibrarySaysWhatToAdd() throws Exception {
    try (URLClassLoader loader =
        classPathWithout(jar -> jar.matches("tensorflow-core-native-[\\d.]+-.+\\.jar"))) {
      assertOpeningFails(loader);
    }
  }

  private static void assertOpeningFails(ClassLoader loader) throws ReflectiveOperationException {
    Object factory =
        loader.loadClass(TensorflowEngineFactory.class.getName()).getConstructor().newInstance();
    Object options =
        loader.loadClass(EngineOptions.class.getName()).getMethod("defaults").invoke(null);
    var open = factory.getClass().getMethod("open", options.getClass());
    assertThat(factory.getClass().getMethod("name").invoke(factory)).isEqualTo("tensorflow");
    assertThatThrownBy(() -> open.invoke(factory, options))
        .cause()
        .hasMessageContaining("engine tensorflow: the native library does not load on ")
        .hasMessageContaining("org.tensorflow:tensorflow-core-native")
        .hasMessageEndingWith("or use the engine native")
        .satisfies(
            failure -> {
              assertThat(failure.getClass().getSimpleName()).isEqualTo("EngineException");
              assertThat(failure.getMessage()).hasLineCount(1);
            });
  }

  /** Loads everything anew from this class path, but for the jars of the given names. */
  private static URLClassLoader classPathWithout(Predicate<String> jar) throws IOException {
    List<URL> kept = new ArrayList<>();
    int dropped = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (jar.test(path.getFileName().toString())) {
        dropped++;
      } else {
        kept.add(path.toUri().toURL());
      }
    }
    assertThat(dropped).as("jars left out").isPositive();
    return new URLClassLoader(kept.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void aSettingIsRefusedSinceThereAreNone() {
    EngineOptions widht = EngineOptions.defaults().with("widht", "256");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new TensorflowEngineFactory().open(widht).close())
        .withMessage("engine.settings.widht: unknown setting of engine tensorflow; there are none");
  }

  @Test
  void capabilitiesTellThreadsAndVersion() {
    try (Engine engine =
        new TensorflowEngineFactory().open(EngineOptions.defaults().withThreads(3))) {
      Capabilities capabilities = engine.capabilities();
      assertThat(capabilities.threads()).isEqualTo(3);
      assertThat(capabilities.has(EngineFeature.TRAINING)).isTrue();
      assertThat(capabilities.has(EngineFeature.DETERMINISTIC_ACROSS_THREADS)).isFalse();
      assertThat(capabilities.details()).containsEntry("tensorflow", "2.18.0");
    }
  }

  @Test
  void subnormalsAreFlushedToZeroAsDeclaredWithAnyNumberOfThreads() {
    for (int threads : new int[] {1, 2}) {
      try (Engine engine =
          new TensorflowEngineFactory().open(EngineOptions.defaults().withThreads(threads))) {
        assertThat(engine.capabilities().details()).containsEntry("subnormals", "flushed to zero");
        Tensor halved = half(engine, Tensor.of(Shape.of(2), Float.MIN_NORMAL, 1f));
        assertThat(halved).isEqualTo(Tensor.of(Shape.of(2), 0f, 0.5f));
      }
    }
  }

  private static Tensor half(Engine engine, Tensor x) {
    Ops ops = new Ops();
    Value input = ops.input("x", TensorType.f32(x.shape()));
    try (Program program = engine.compile(ops.function("half", Map.of("y", ops.mul(input, 0.5))))) {
      return program.run(Map.of("x", x)).get("y");
    }
  }
}
