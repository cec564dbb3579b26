package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import org.junit.jupiter.api.Test;

class KernelProviderTest {

  @Test
  void everyForcedWidthIsTheOneAskedFor() {
    assertThat(KernelProvider.choose("scalar").lanes()).isEqualTo(1);
    assertThat(KernelProvider.choose("128").name()).isEqualTo("simd-128");
    assertThat(KernelProvider.choose("256").lanes()).isEqualTo(8);
    assertThat(KernelProvider.choose("512").lanes()).isEqualTo(16);
  }

  @Test
  void theAutomaticChoiceIsAVectorWidthWhereTheModuleIsThere() {
    assertThat(KernelProvider.choose(KernelProvider.AUTO).lanes()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void anUnknownWidthNamesTheKnownOnes() {
    assertThatThrownBy(() -> KernelProvider.choose("1024"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auto or one of [scalar, 128, 256, 512]")
        .hasMessageContaining("1024");
  }
}
