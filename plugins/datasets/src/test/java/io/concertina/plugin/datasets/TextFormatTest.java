package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowForm;
import io.concertina.data.Series;
import io.concertina.data.StreamSpec;
import io.concertina.data.Windows;
import io.concertina.ir.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFormatTest {

  private static final RowForm SERIES =
      new RowForm(true, Optional.empty(), List.of(), Optional.empty());

  @TempDir private Path folder;

  private Dataset open(byte[] text, RowForm form) throws IOException {
    Path file = Files.write(folder.resolve("words.txt"), text);
    return new TextFormat().open(file, DatasetOptions.defaults().with(form));
  }

  private static RowForm length(int bytes) {
    return new RowForm(false, Optional.of(bytes), List.of(), Optional.empty());
  }

  private static Batch all(Dataset data) {
    Batch batch = new Batch(data.schema(), (int) data.size());
    data.read().fill(batch, batch.capacity());
    return batch;
  }

  @Test
  void linesArePaddedToTheLongestAndKeepTheirLengths() throws IOException {
    Dataset data = open("ab\r\n\nä\nxyz".getBytes(UTF_8), RowForm.own());
    assertThat(data.schema().x().shape()).isEqualTo(Shape.of(3));
    assertThat(data.schema().x().classes()).isEqualTo(256);
    assertThat(data.schema().of(StreamSpec.Role.LENGTH)).hasSize(1);
    Batch batch = all(data);
    assertThat(batch.ints(0)).containsExactly('a', 'b', -1, 0xC3, 0xA4, -1, 'x', 'y', 'z');
    assertThat(batch.ints(1)).containsExactly(2, 2, 3);
  }

  @Test
  void linesAreCutToALengthAndThatIsSaid() throws IOException {
    Dataset data = open("a\nbcdef\n".getBytes(UTF_8), length(2));
    assertThat(all(data).ints(0)).containsExactly('a', -1, 'b', 'c');
    assertThat(data.notes()).singleElement().asString().endsWith("1 of 2 lines are cut to 2 bytes");
  }

  @Test
  void aFileIsASeriesOfItsBytes() throws IOException {
    IndexedDataset bytes = (IndexedDataset) open("ab\ncd".getBytes(UTF_8), SERIES);
    Dataset data = Series.of(bytes).windows(Windows.of(3, 2));
    assertThat(data.schema().x().shape()).isEqualTo(Shape.of(3));
    assertThat(all(data).ints(0)).containsExactly('a', 'b', '\n', '\n', 'c', 'd');
  }

  @Test
  void bytesThatAreNoTextAreNamedByLineAndByte() {
    byte[] text = {'a', '\n', 'b', 'c', (byte) 0xF6, 'd'};
    assertThatThrownBy(() -> open(text, RowForm.own()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "words.txt line 2, byte 3: expected text in UTF-8, got the byte 0xf6; save the file as"
                + " UTF-8");
    assertThatThrownBy(() -> open(new byte[] {'a', 0}, SERIES))
        .hasMessageContaining("line 1, byte 2");
    assertThatThrownBy(() -> open(new byte[] {'a', (byte) 0xC3}, SERIES))
        .hasMessageContaining("line 1, byte 2");
  }

  @Test
  void emptyFilesAndEmptyLinesAloneAreRefused() {
    assertThatThrownBy(() -> open(new byte[0], RowForm.own())).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> open("\n\r\n".getBytes(UTF_8), RowForm.own()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("expected at least one line with a text, got only empty lines");
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("words.txt"), "abc");
    assertThatThrownBy(
            () -> new TextFormat().open(file, DatasetOptions.defaults().withMemoryLimit(2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("text that fits into memory");
  }
}
