package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ArchiveProperties {

  @Property(tries = 300)
  void tensorsComeBackBitForBit(
      @ForAll("tensors") Map<String, Tensor> tensors,
      @ForAll @Size(max = 3) Map<String, String> metadata)
      throws IOException {
    TensorFile file = new TensorFile(metadata, Samples.file(tensors).tensors());
    assertThat(SafetensorsTest.read(SafetensorsTest.write(file))).isEqualTo(file);
  }

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    Arbitrary<String> names = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    Arbitrary<Tensor> tensors =
        Arbitraries.integers().array(int[].class).ofMaxSize(40).flatMap(this::tensor);
    return Arbitraries.maps(names.filter(name -> !name.equals("__metadata__")), tensors)
        .ofMaxSize(5);
  }

  private Arbitrary<Tensor> tensor(int[] bits) {
    float[] floats = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      floats[i] = Float.intBitsToFloat(bits[i]);
    }
    return Arbitraries.of(
        Tensor.of(Shape.of(bits.length), floats),
        Tensor.of(Shape.of(1, bits.length, 1), bits),
        Tensor.ofBooleans(Shape.of(bits.length), bits));
  }

  @Property
  void everyDoubleOfAHistoryComesBack(@ForAll double value) {
    byte[] text = JsonText.pretty(Map.of("x", value));
    assertThat(JsonObject.read("here", text).number("x")).isEqualTo(value);
  }

  @Property
  void everyFloatOfASpecificationComesBack(@ForAll float value) {
    byte[] text = JsonText.compact(Map.of("x", value));
    assertThat((float) JsonObject.read("here", text).number("x")).isEqualTo(value);
  }
}
