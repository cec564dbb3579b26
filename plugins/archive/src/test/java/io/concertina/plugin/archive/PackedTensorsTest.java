package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.ModelFormatException;
import io.concertina.format.FormatOptions.Values;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTensorsTest {

  @Test
  void aSmallOrDenseTensorStaysAsItIs() {
    Map<String, Tensor> tensors =
        Map.of(
            "bias", Tensor.full(Shape.of(50), 0),
            "kernel", Tensor.full(Shape.of(40, 30), 1),
            "steps", Tensor.scalar(7),
            "rate", Tensor.scalar(0f));
    assertThat(PackedTensors.file(tensors)).isEqualTo(Samples.file(tensors));
  }

  @Test
  void scatteredNumbersAreGaps() {
    float[] elements = new float[2000];
    elements[3] = 1.5f;
    elements[4] = -2;
    elements[258] = 3;
    elements[514] = 4;
    TensorFile file = PackedTensors.file(Map.of("w", Tensor.of(Shape.of(50, 40), elements)));
    assertThat(file.tensors().keySet()).containsExactly("w#gaps", "w#shape", "w#values");
    assertThat(hex(file, "w#gaps")).isEqualTo("03" + "00" + "fd" + "ff00" + "ffffffffff");
    assertThat(plain(file, "w#shape").toInts()).containsExactly(50, 40);
    assertThat(plain(file, "w#values").toFloats()).containsExactly(1.5f, -2, 3, 4);
  }

  @Test
  void manyNumbersAreBits() {
    float[] elements = new float[1003];
    for (int i = 0; i < elements.length; i += 2) {
      elements[i] = i + 1;
    }
    TensorFile file = PackedTensors.file(Map.of("w", Tensor.of(Shape.of(17, 59), elements)));
    assertThat(file.tensors().keySet()).containsExactly("w#bits", "w#shape", "w#values");
    assertThat(hex(file, "w#bits")).isEqualTo("55".repeat(125) + "05");
  }

  @Test
  void integersHaveAScalePerUnit() {
    Tensor kernel = Tensor.of(Shape.of(2, 3), 1f, 0f, 127f, -0.5f, 0f, 63.4f);
    TensorFile file = PackedTensors.file(Map.of("w", kernel), Map.of(), _ -> Values.INT8);
    assertThat(file.tensors().keySet()).containsExactly("w#scale", "w#values");
    assertThat(plain(file, "w#scale").toFloats()).containsExactly(1f / 127, 0, 1);
    assertThat(hex(file, "w#values")).isEqualTo("7f007f" + "c0003f");
    Tensor read = UnpackedTensors.of("here", file).tensors().get("w");
    assertThat(read.toFloats()).containsExactly(1, 0, 127, -64f / 127, 0, 63);
    assertThat(Double.parseDouble(file.metadata().get("w#error"))).isEqualTo(63.4f - 63.0);
  }

  @Test
  void sixteenBitsKeepTheNameAndTheShapeOfADenseTensor() {
    Tensor kernel = Tensor.of(Shape.of(1, 3), 1f, -65504f, 0.1f);
    TensorFile file = PackedTensors.file(Map.of("w", kernel), Map.of(), _ -> Values.F16);
    assertThat(file.tensors().get("w").shape()).isEqualTo(kernel.shape());
    assertThat(hex(file, "w")).isEqualTo("003c" + "fffb" + "662e");
    float rounded = UnpackedTensors.of("here", file).tensors().get("w").floatAt(2);
    assertThat(Double.parseDouble(file.metadata().get("w#error")))
        .isEqualTo(Math.abs(0.1f - (double) rounded))
        .isLessThan(0.1 * 0x1p-11);
  }

  @Test
  void thePositionsOfAMaskedTensorAreItsMask() {
    Tensor kernel = Tensor.of(Shape.of(2, 3), 0f, 0f, 2f, 0.001f, 0f, -3f);
    Tensor mask = Tensor.ofBooleans(kernel.shape(), 0, 1, 1, 1, 0, 1);
    Tensor rate = Tensor.scalar(2f);
    Map<String, Tensor> tensors = Map.of("w", kernel, "free", kernel, "rate", rate);
    Map<String, Tensor> masks = Map.of("w", mask, "rate", Tensor.ofBooleans(Shape.scalar(), 1));
    TensorFile file = PackedTensors.file(tensors, masks, _ -> Values.F32);
    assertThat(file.metadata()).isEqualTo(Map.of("masked", "rate\nw"));
    assertThat(hex(file, "w#bits")).isEqualTo("2e");
    assertThat(plain(file, "w#values").toFloats()).containsExactly(0, 2, 0.001f, -3);
    assertThat(UnpackedTensors.of("here", file).tensors()).isEqualTo(tensors);
    assertThat(UnpackedTensors.of("here", file).masks()).isEqualTo(masks);
    TensorFile rounded = PackedTensors.file(tensors, masks, _ -> Values.INT8);
    assertThat(UnpackedTensors.of("here", rounded).masks()).isEqualTo(masks);
  }

  @Test
  void aMaskWithoutPositionsIsRefused() {
    Map<String, StoredTensor> tensors = sparse("gaps", "000606");
    for (String names : List.of("w\nv", "v")) {
      TensorFile file = new TensorFile(Map.of("masked", names), tensors);
      assertThatThrownBy(() -> UnpackedTensors.of("here", file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage("here tensor 'v': expected the bits or gaps of its mask, got none");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 65505, -1e38f})
  void numbersThatCannotBeRoundedAreKept(float number) {
    Map<String, Tensor> tensors = Map.of("w", Tensor.of(Shape.of(1, 2), 1.23456f, number));
    for (Values form : Values.values()) {
      assertThat(PackedTensors.file(tensors, Map.of(), _ -> form)).isEqualTo(Samples.file(tensors));
    }
  }

  @Test
  void aTensorIsNotNamedLikeAPart() {
    Map<String, Tensor> tensors = Map.of("w#values", Tensor.scalar(1f));
    assertThatThrownBy(() -> PackedTensors.file(tensors))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a name without #, got w#values");
  }

  /** A sparse tensor [3, 5] with the numbers 1, 2, 3 at positions 0, 7 and 14, changed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gaps=00060e        | positions below 15, got 22",
        "gaps=000606ff      | positions below 16, got 270",
        "gaps=0006          | 3 positions, one per value, got 2",
        "gaps=00060600      | positions below 15, got 15",
        "gaps=00000000      | 3 positions, one per value, got more",
        "gaps=              | 3 positions, one per value, got 0",
        "shape=1000,1000    | gaps that reach over 1000000 elements",
        "shape=3,90         | gaps that reach over 270 elements, got fewer than 270",
        "shape=2147483647,2147483647 | at most 2^31 - 1 elements",
        "shape=0,2147483647,2147483647 | at most 2^31 - 1 elements",
        "shape=-3,-5        | whole numbers of at least 0",
        "shape=2,5          | positions below 10, got 14",
        "bits=814000        | a shape and either bits or gaps",
        "gaps= bits=8140    | a shape and either bits or gaps",
        "scale=1,1,1,1,1    | scales with I8 only, got F32",
        "whole=1            | a whole tensor or its parts with values, got both",
        "values=            | 0 positions, one per value, got more",
        "parts=1            | one of the parts shape, bits, gaps, values and scale, got sum",
      })
  void sparseTensorsMustFitTogether(String change, String message) {
    Map<String, StoredTensor> tensors = sparse("gaps", "000606");
    change(tensors, change);
    assertRefused(tensors, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bits=8140,bytes    | 2 bytes of bits for 15 elements",
        "bits=81c0          | positions below 15, got 15",
        "bits=8100          | 3 positions, one per value, got 2",
        "bits=8340          | 3 positions, one per value, got more",
        "shape=3,500        | 188 bytes of bits for 1500 elements, got 2",
      })
  void bitsMustFitTheTensor(String change, String message) {
    Map<String, StoredTensor> tensors = sparse("bits", "8140");
    change(tensors, change.replace(",bytes", "00"));
    assertRefused(tensors, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,1,1,1            | scales [5], got [4]",
        "1,1,NaN,1,1        | scales from 0 to 65504.0, got NaN",
        "1,1,Infinity,1,1   | scales from 0 to 65504.0, got Infinity",
        "1,1,1,1,-1         | scales from 0 to 65504.0, got -1.0",
        "none               | scales beside I8, got none",
      })
  void scalesMustBeFiniteAndOnePerUnit(String scales, String message) {
    Map<String, StoredTensor> tensors = sparse("gaps", "000606");
    tensors.put("w#values", StoredTensor.Raw.vector(StoredType.I8, new byte[] {1, 2, 3}));
    assertRefused(tensors, "scales beside I8, got none");
    change(tensors, scales.equals("none") ? "" : "scale=" + scales);
    assertRefused(tensors, message);
  }

  @Test
  void partsHaveTheirTypes() {
    StoredTensor floats = new StoredTensor.Plain(Tensor.of(Shape.of(2), 1f, 2f));
    StoredTensor octets = StoredTensor.Raw.vector(StoredType.U8, new byte[3]);
    Map<String, StoredTensor> tensors = sparse("gaps", "000606");
    tensors.put("w#gaps", floats);
    assertRefused(tensors, "positions of type U8, got F32");
    tensors.put("w#shape", octets);
    assertRefused(tensors, "sizes as a vector of type I32, got U8");
    tensors.put("w#values", octets);
    tensors.put("w#shape", new StoredTensor.Plain(Tensor.of(Shape.of(2), 3, 5)));
    assertRefused(tensors, "values of type F32, F16 or I8, got U8");
    tensors.put("w#values", octets.as(Shape.of(1, 3)));
    assertRefused(tensors, "a vector of values, got [1, 3]");
    assertRefused(Map.of("w", octets), "type F32, F16, I32 or BOOL, got U8");
    assertRefused(Map.of("w#gaps", octets), "its parts with values, got no values");
    Map<String, StoredTensor> scalar =
        Map.of(
            "w#values",
            new StoredTensor.Raw(StoredType.I8, Shape.scalar(), new byte[1]),
            "w#scale",
            floats);
    assertRefused(scalar, "an axis for the scales of I8, got a scalar");
  }

  private static Map<String, StoredTensor> sparse(String form, String positions) {
    Map<String, StoredTensor> tensors = new TreeMap<>();
    change(tensors, "shape=3,5 " + form + "=" + positions);
    tensors.put("w#values", new StoredTensor.Plain(Tensor.of(Shape.of(3), 1f, 2f, 3f)));
    float[] expected = new float[15];
    expected[0] = 1;
    expected[7] = 2;
    expected[14] = 3;
    assertThat(UnpackedTensors.of("here", new TensorFile(Map.of(), tensors)).tensors())
        .isEqualTo(Map.of("w", Tensor.of(Shape.of(3, 5), expected)));
    return tensors;
  }

  private static void change(Map<String, StoredTensor> tensors, String changes) {
    for (String change : changes.isEmpty() ? new String[0] : changes.strip().split(" ")) {
      String part = change.substring(0, change.indexOf('='));
      String text = change.substring(change.indexOf('=') + 1);
      switch (part) {
        case "gaps", "bits" ->
            tensors.put(
                "w#" + part, StoredTensor.Raw.vector(StoredType.U8, HexFormat.of().parseHex(text)));
        case "shape" -> tensors.put("w#shape", new StoredTensor.Plain(ints(text)));
        case "values", "scale" -> tensors.put("w#" + part, new StoredTensor.Plain(floats(text)));
        case "whole" -> tensors.put("w", new StoredTensor.Plain(floats(text)));
        default -> tensors.put("w#sum", new StoredTensor.Plain(floats(text)));
      }
    }
  }

  private static Tensor ints(String text) {
    String[] numbers = text.split(",");
    int[] ints = new int[numbers.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Integer.parseInt(numbers[i]);
    }
    return Tensor.of(Shape.of(ints.length), ints);
  }

  private static Tensor floats(String text) {
    String[] numbers = text.isEmpty() ? new String[0] : text.split(",");
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.parseFloat(numbers[i]);
    }
    return Tensor.of(Shape.of(floats.length), floats);
  }

  private static void assertRefused(Map<String, StoredTensor> tensors, String message) {
    assertThatThrownBy(() -> UnpackedTensors.of("here", new TensorFile(Map.of(), tensors)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("here tensor 'w")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private static Tensor plain(TensorFile file, String name) {
    return ((StoredTensor.Plain) file.tensors().get(name)).tensor();
  }

  private static String hex(TensorFile file, String name) {
    StoredTensor.Raw raw = (StoredTensor.Raw) file.tensors().get(name);
    byte[] bytes = new byte[(int) raw.bytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = raw.at(i);
    }
    return HexFormat.of().formatHex(bytes);
  }
}
