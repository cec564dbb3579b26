package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;

class CellProperties {

  private static float parse(char[] buffer, int from, int count) {
    return Cell.round(Cell.parse(buffer, from, count), buffer, from, count);
  }

  @Property
  void decimalsKeepTheirDoublePrecision(@ForAll("decimals") String text) {
    assertThat(Cell.parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @Property
  void everyDoubleComesBackFromItsShortestDecimal(@ForAll double value) {
    assertThat(Cell.parse(Double.toString(value))).isEqualTo(value);
  }

  @Property(tries = 200)
  void halfWayBetweenTwoFloatsTheTextDecides(
      @ForAll @FloatRange(min = -1e30f, max = 1e30f) float value) {
    String half =
        new BigDecimal(value)
            .add(new BigDecimal(Math.nextUp(value)))
            .divide(BigDecimal.valueOf(2))
            .toPlainString();
    for (String text : List.of(half, half + (half.contains(".") ? "1" : ".1"))) {
      assertThat(parse(text.toCharArray(), 0, text.length())).isEqualTo(Float.parseFloat(text));
    }
  }

  @Property
  void decimalsAreRoundedAsByTheStandardLibrary(@ForAll("decimals") String text) {
    char[] buffer = ("x" + text + "x").toCharArray();
    assertThat(Float.floatToRawIntBits(parse(buffer, 1, text.length())))
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
  }

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> fraction = digits.map(d -> "." + d).injectDuplicates(0.1);
    Arbitrary<String> sign = Arbitraries.of("", "-", "+");
    Arbitrary<String> exponent = Arbitraries.of("", "", "e5", "E-7", "e+30");
    return net.jqwik.api.Combinators.combine(sign, digits, fraction, exponent)
        .as((s, d, f, e) -> s + d + f + e);
  }

  @Property
  void everyFloatComesBackFromItsShortestDecimal(@ForAll float value) {
    String text = Float.toString(value);
    assertThat(parse(text.toCharArray(), 0, text.length())).isEqualTo(value);
  }

  @Property
  void whatIsNoNumberIsNan(@ForAll("words") String text) {
    assertThat(parse(text.toCharArray(), 0, text.length())).isNaN();
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("+-.eExfdnNa_ ").ofMaxLength(6);
  }

  @Example
  void theSignOfZeroIsKept() {
    assertThat(Float.floatToRawIntBits(parse("-0".toCharArray(), 0, 2)))
        .isEqualTo(Float.floatToRawIntBits(-0f));
  }
}
