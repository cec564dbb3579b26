package io.concertina.plugin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.ModelFormatException;
import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Model;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFormatTest {

  @TempDir Path directory;

  private final ArchiveFormat format = new ArchiveFormat();

  @Test
  void aModelComesBackAsItWas() {
    Model model = Samples.model();
    Model read = writeAndRead(model);
    assertThat(Samples.layers(read)).isEqualTo(Samples.layers(model));
    assertThat(read.spec()).isEqualTo(model.spec());
    assertThat(read.preprocessing()).isEqualTo(model.preprocessing());
    assertThat(read.weights()).isEqualTo(model.weights());
    assertThat(read.history()).isEqualTo(model.history());
    assertThat(read.facts()).isEqualTo(model.facts());
    assertThat(read).isEqualTo(model);
  }

  @Test
  void masksComeBackAlsoWhereAFreeWeightIsZero() {
    Model model = Samples.model();
    Map<String, Tensor> masks = new LinkedHashMap<>();
    masks.put("encoder/dense_1/kernel", alternating(model.weights().get("encoder/dense_1/kernel")));
    masks.put("decoder/dense_1/bias", alternating(model.weights().get("decoder/dense_1/bias")));
    Model masked = model.masked(masks);
    Model read = writeAndRead(masked);
    assertThat(read.masks()).isEqualTo(masks);
    assertThat(read).isEqualTo(masked);
  }

  private static Tensor alternating(Tensor weight) {
    int[] bits = new int[weight.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = i % 2;
    }
    return Tensor.ofBooleans(weight.shape(), bits);
  }

  @Test
  void valuesOfAnEpochKeepTheirOrder() {
    Epoch second = writeAndRead(Samples.model()).history().epochs().get(1);
    assertThat(second.values().keySet()).containsExactly("val_loss", "loss", "rate");
  }

  @Test
  void everyBitOfAWeightIsKept() {
    Model model = Samples.model();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    Tensor bias = weights.get("encoder/code/bias");
    float oddNan = Float.intBitsToFloat(0x7FC12345);
    weights.put("encoder/code/bias", Tensor.of(bias.shape(), -0f, oddNan));
    Tensor read =
        writeAndRead(model.with(weights, History.empty())).weights().get("encoder/code/bias");
    assertThat(Float.floatToRawIntBits(read.floatAt(0))).isEqualTo(0x80000000);
    assertThat(Float.floatToRawIntBits(read.floatAt(1))).isEqualTo(0x7FC12345);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Model model = Samples.model();
    Map<String, Tensor> reversed = new LinkedHashMap<>();
    List.copyOf(model.weights().keySet())
        .reversed()
        .forEach(name -> reversed.put(name, model.weights().get(name)));
    Path first = directory.resolve("first.concertina");
    Path again = directory.resolve("again.concertina");
    Path other = directory.resolve("other.concertina");
    format.write(model, first, Samples.REGISTRY);
    format.write(format.read(first, Samples.REGISTRY), again, Samples.REGISTRY);
    format.write(model.with(reversed, model.history()), other, Samples.REGISTRY);
    assertThat(again).hasSameBinaryContentAs(first);
    assertThat(other).hasSameBinaryContentAs(first);
    assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".tmp"));
  }

  @Test
  void theReportTellsFileAndSize() throws IOException {
    Path file = directory.resolve("m.concertina");
    ExportReport report = format.write(Samples.model(), file, Samples.REGISTRY);
    assertThat(report).isEqualTo(new ExportReport(file, Files.size(file), List.of()));
  }

  /** The file was written by the first release of this format; it must stay readable. */
  @Test
  void aFileOfVersionOneIsRead() throws URISyntaxException {
    Path file = Path.of(ArchiveFormatTest.class.getResource("version1.concertina").toURI());
    Model read = format.read(file, Samples.REGISTRY);
    assertThat(read.facts()).containsEntry("seed", "-7");
    assertThat(read.weights().get("decoder/dense_1/bias").toFloats()).containsExactly(0, 0, 0);
    assertThat(read.history()).isEqualTo(Samples.model().history());
    assertThat(read.preprocessing()).isEqualTo(Samples.model().preprocessing());
    assertThat(read.weights().keySet()).isEqualTo(Samples.model().weights().keySet());
  }

  /** The file was written by the first release of its version, in every form of a tensor. */
  @Test
  void aFileOfVersionTwoIsRead() throws URISyntaxException {
    Path file = Path.of(ArchiveFormatTest.class.getResource("version2.concertina").toURI());
    assertThat(format.read(file, Samples.REGISTRY)).isEqualTo(Samples.sparse());
  }

  @Test
  void sparseWeightsComeBackAsTheyWere() {
    Model model = Samples.sparse();
    assertThat(writeAndRead(model)).isEqualTo(model);
  }

  @Test
  void onlyKernelsAreRoundedAndTheReportTellsTheLargestErrorOfEach() {
    Model model = Samples.model();
    for (FormatOptions.Values values :
        List.of(FormatOptions.Values.F16, FormatOptions.Values.INT8)) {
      Path file = directory.resolve("model.concertina");
      FormatOptions options = new FormatOptions(values);
      ExportReport report = format.write(model, file, Samples.REGISTRY, options);
      Map<String, Tensor> read = format.read(file, Samples.REGISTRY).weights();
      List<String> expected = new ArrayList<>();
      model
          .weights()
          .forEach(
              (name, value) -> {
                double error = error(value, read.get(name));
                if (value.shape().rank() > 1) {
                  expected.add(name + ": rounded, with an absolute error of at most " + error);
                  assertThat(error).isPositive().isLessThan(0.01);
                } else {
                  assertThat(error).isZero();
                }
              });
      assertThat(report.notes()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void aKernelThatCannotBeRoundedIsKeptAndTheReportTells() {
    Model model = Samples.small();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    weights.put("encoder/dense_1/kernel", Tensor.of(Shape.of(2, 1), 1e9f, 1.23456789f));
    Model large = model.with(weights, model.history());
    Path file = directory.resolve("model.concertina");
    ExportReport report =
        format.write(large, file, Samples.REGISTRY, new FormatOptions(FormatOptions.Values.INT8));
    assertThat(report.notes())
        .contains(
            "encoder/dense_1/kernel: kept as it is, because of numbers that are not finite or"
                + " beyond 65504");
    assertThat(format.read(file, Samples.REGISTRY).weights().get("encoder/dense_1/kernel"))
        .isEqualTo(weights.get("encoder/dense_1/kernel"));
  }

  @Test
  void ninetyPercentZerosAreASixthOfTheDenseFileAndWithIntegersASixteenth() {
    Model dense = Samples.deep();
    Model sparse = Samples.pruned(dense, 0.9);
    Path file = directory.resolve("model.concertina");
    long denseBytes = format.write(dense, file, Samples.REGISTRY).bytes();
    long sparseBytes = format.write(sparse, file, Samples.REGISTRY).bytes();
    assertThat(format.read(file, Samples.REGISTRY)).isEqualTo(sparse);
    FormatOptions integers = new FormatOptions(FormatOptions.Values.INT8);
    long integerBytes = format.write(sparse, file, Samples.REGISTRY, integers).bytes();
    assertThat((double) denseBytes / sparseBytes).isGreaterThan(7.5);
    assertThat((double) denseBytes / integerBytes).isGreaterThan(17);
  }

  private static double error(Tensor original, Tensor read) {
    double error = 0;
    for (int i = 0; i < original.size(); i++) {
      error = Math.max(error, Math.abs((double) original.floatAt(i) - read.floatAt(i)));
    }
    return error;
  }

  @Test
  void missingFilesAndDirectoriesAreDataErrors() {
    Path missing = directory.resolve("none.concertina");
    assertThatThrownBy(() -> format.read(missing, Samples.REGISTRY))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + ": expected a file, got nothing there; check the path");
    assertThatThrownBy(() -> format.read(directory, Samples.REGISTRY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got a directory");
  }

  @Test
  void aModelIsNotWrittenWhereThereIsNoDirectory() {
    Path file = directory.resolve("none/m.concertina");
    assertThatThrownBy(() -> format.write(Samples.model(), file, Samples.REGISTRY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no directory");
  }

  @Test
  void otherFilesAreNoArchives() throws IOException {
    Path file = Files.write(directory.resolve("m.concertina"), "text".getBytes(UTF_8));
    assertThatThrownBy(() -> format.read(file, Samples.REGISTRY))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + ": expected an intact zip archive");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> format.read(file, Samples.REGISTRY))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + ": expected an intact zip archive");
  }

  @Test
  void filesAreKnownByTheirExtension() {
    assertThat(format.accepts(Path.of("a/model.concertina"))).isTrue();
    assertThat(format.accepts(Path.of("a/model.onnx"))).isFalse();
  }

  private Model writeAndRead(Model model) {
    Path file = directory.resolve("model.concertina");
    format.write(model, file, Samples.REGISTRY);
    return format.read(file, Samples.REGISTRY);
  }
}
