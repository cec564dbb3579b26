package io.concertina.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without a single plugin of a kind, the error says which artifact has the usual ones. */
class MissingPluginsTest {

  private static final Registry NOTHING = Registry.of();

  static Map<String, ThrowingCallable> asked() {
    return Map.of(
        "unknown engine native; there are none; add the artifact concertina-engine-native",
        () -> NOTHING.engine("native"),
        "trainer: unknown trainer local; there are none; add the artifact"
            + " concertina-plugin-training",
        () -> NOTHING.trainer("local"),
        "unknown model format concertina; there are none; add the artifact"
            + " concertina-plugin-archive",
        () -> NOTHING.modelReader("concertina"),
        "loss: unknown loss mse; there are none; add the artifact concertina-plugin-standard",
        () -> NOTHING.create(Loss.class, "loss", "mse"));
  }

  static Stream<Map.Entry<String, ThrowingCallable>> entries() {
    return asked().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theArtifactIsNamed(Map.Entry<String, ThrowingCallable> asked) {
    assertThatThrownBy(asked.getValue())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(asked.getKey());
  }

  @Test
  void mergedJarsAreToldToMergeTheirServices() {
    assertThatThrownBy(() -> NOTHING.create(Layer.class, "", "dense"))
        .hasMessageContaining("META-INF/services")
        .hasMessageContaining("ServicesResourceTransformer");
  }
}
