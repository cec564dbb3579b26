package io.concertina.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFunctionTest {

  /** Values from the series 7.6.1 of the NIST Digital Library, summed in 50 decimal digits. */
  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "1e-9, 1.1283791670955127e-9",
    "0.1, 0.1124629160182849",
    "0.5, 0.5204998778130465",
    "1.0, 0.8427007929497149",
    "2.0, 0.9953222650189527",
    "3.0, 0.9999779095030014",
    "5.0, 0.9999999999984626",
    "5.9, 0.9999999999999999"
  })
  void agreesWithTabulatedValues(double x, double erf) {
    assertThat(ErrorFunction.erf(x)).isCloseTo(erf, within(2e-15 * erf));
    assertThat(ErrorFunction.erf(-x)).isCloseTo(-erf, within(2e-15 * erf));
  }

  @Test
  void saturatesAndKeepsNan() {
    assertThat(ErrorFunction.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(ErrorFunction.erf(-40)).isEqualTo(-1);
    assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
  }
}
