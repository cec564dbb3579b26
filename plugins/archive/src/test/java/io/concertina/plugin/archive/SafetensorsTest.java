package io.concertina.plugin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ModelFormatException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    TensorFile file =
        new TensorFile(
            Map.of("by", "us"),
            Samples.file(
                    Map.of(
                        "b", Tensor.of(Shape.of(2), 1f, -2f),
                        "a", Tensor.of(Shape.scalar(), 258),
                        "c", Tensor.ofBooleans(Shape.of(1, 2), 0, 1)))
                .tensors());
    String header =
        "{\"__metadata__\":{\"by\":\"us\"},"
            + "\"a\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
            + "\"c\":{\"dtype\":\"BOOL\",\"shape\":[1,2],\"data_offsets\":[12,14]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    byte[] bytes = write(file);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(padded.length());
    assertThat(new String(bytes, 8, padded.length(), UTF_8)).isEqualTo(padded);
    assertThat(HexFormat.of().formatHex(bytes, 8 + padded.length(), bytes.length))
        .isEqualTo("02010000" + "0000803f" + "000000c0" + "0001");
    assertThat(read(bytes)).isEqualTo(file);
  }

  @Test
  void wideElementsComeFirstSoThatAllAreAligned() throws IOException {
    TensorFile file =
        new TensorFile(
            Map.of(),
            Map.of(
                "a", StoredTensor.Raw.vector(StoredType.U8, new byte[] {1, 2, 3}),
                "b", StoredTensor.Raw.vector(StoredType.F16, new byte[] {0, 0x3C}),
                "c", StoredTensor.Raw.vector(StoredType.I8, new byte[] {-1}),
                "d", new StoredTensor.Plain(Tensor.of(Shape.of(1), 5f))));
    String header =
        "{\"d\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[4,6]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[6,9]},"
            + "\"c\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[9,10]}}";
    byte[] bytes = write(file);
    assertThat(new String(bytes, 8, header.length(), UTF_8)).isEqualTo(header);
    assertThat(HexFormat.of().formatHex(bytes, bytes.length - 10, bytes.length))
        .isEqualTo("0000a040" + "003c" + "010203" + "ff");
    assertThat(read(bytes)).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good              | {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}       | ''",
        "padded            | {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}~~     | ''",
        "a zero size       | {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'u':{'dtype':'F32','shape':[0,3],'data_offsets':[8,8]}}                    | ''",
        "leading space     | ~{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}      | begins",
        "no object         | []                                                           | begins",
        "unknown type      | {'t':{'dtype':'F99','shape':[2],'data_offsets':[0,8]}}       | 'F99'",
        "no offsets        | {'t':{'dtype':'F32','shape':[2]}}                            | none",
        "one offset        | {'t':{'dtype':'F32','shape':[2],'data_offsets':[8]}}         | two",
        "negative offset   | {'t':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}      | '-8'",
        "negative size     | {'t':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}      | '-2'",
        "fractional size   | {'t':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}     | '2.0'",
        "past the end      | {'t':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}      | cut",
        "trailing bytes    | {'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}       | too"
            + " long",
        "wrong byte count  | {'t':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}       | 4"
            + " bytes",
        "reversed offsets  | {'t':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}       | 8"
            + " bytes",
        "a gap             | {'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}       | gaps",
        "overlap           |"
            + " {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'u':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
            + "                      | overlap",
        "overflow          | {'t':{'dtype':'F32','shape':[4294967296,4294967296],"
            + "'data_offsets':[0,8]}}                                                     | 2^31",
        "overflow by zero  | {'t':{'dtype':'F32','shape':[0,2147483647,2147483647],"
            + "'data_offsets':[0,8]}}                                                     | 2^31",
        "many axes         | {'t':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"
            + "'data_offsets':[0,8]}}                                                     | axes",
        "the same name     |"
            + " {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'t':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}}"
            + "                      | Duplicate",
        "other metadata    |"
            + " {'__metadata__':{'n':1},'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}      "
            + "                | a string",
        "no tensor         | {}                                                           | too"
            + " long",
      })
  void headersMustFitTheBytes(String what, String header, String message) throws IOException {
    byte[] bytes = file(header.replace('\'', '"').replace('~', ' '));
    if (message.isEmpty()) {
      assertThat(read(bytes).plain("here").get("t").toFloats()).as(what).containsExactly(1, 2);
    } else {
      assertThatThrownBy(() -> read(bytes))
          .as(what)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("here")
          .hasMessageContaining(message);
    }
  }

  @Test
  void fewerBytesThanALengthTakesAreRefused() {
    assertThatThrownBy(() -> read(new byte[3]))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("at least 8 bytes, got 3");
  }

  @Test
  void otherTruthValuesAreRefused() throws IOException {
    byte[] bytes = write(Samples.file(Map.of("t", Tensor.ofBooleans(Shape.of(1), 1))));
    bytes[bytes.length - 1] = 2;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor 't': expected truth values 0 and 1, got 2");
  }

  private static byte[] file(String header) {
    byte[] text = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + text.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .putFloat(1)
        .putFloat(2)
        .array();
  }

  static byte[] write(TensorFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(file, out);
    return out.toByteArray();
  }

  static TensorFile read(byte[] bytes) throws IOException {
    return Safetensors.read("here", new ByteArrayInputStream(bytes), bytes.length);
  }
}
