package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowForm;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFormatTest {

  @TempDir private Path folder;

  private void write(String name, int type, int height, int width, int... pixels)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < pixels.length; i++) {
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        image.getRaster().setSample(i % width, i / width, 0, pixels[i]);
      } else {
        image.setRGB(i % width, i / width, pixels[i]);
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
  }

  private void grey(String name, int height, int width, int... pixels) throws IOException {
    write(name, BufferedImage.TYPE_BYTE_GRAY, height, width, pixels);
  }

  private static RowForm form(List<Integer> size, Integer channels) {
    return new RowForm(false, Optional.empty(), size, Optional.of(channels));
  }

  private Dataset open(RowForm form) {
    return new PictureFormat().open(folder, DatasetOptions.defaults().with(form));
  }

  private static float[] all(Dataset data) {
    Batch batch = new Batch(data.schema(), (int) data.size());
    data.read().fill(batch, batch.capacity());
    return batch.floats(0);
  }

  @Test
  void greyPicturesAreBytesOfOneChannelInTheOrderOfTheirNames() throws IOException {
    grey("b.png", 1, 2, 0, 255);
    grey("a.PNG", 1, 2, 100, 7);
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    Dataset data = open(RowForm.own());
    assertThat(data.schema().x().shape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(data.schema().x().elements().range()).contains(new ValueRange(0, 255));
    assertThat(all(data)).containsExactly(100, 7, 0, 255);
  }

  @Test
  void coloursAreRedGreenAndBlueAndWhatIsTransparentIsWhite() throws IOException {
    write("a.png", BufferedImage.TYPE_INT_ARGB, 1, 2, 0xFF0A141E, 0x00000000);
    assertThat(all(open(RowForm.own()))).containsExactly(10, 20, 30, 255, 255, 255);
    assertThat(all(open(form(List.of(), 1)))).containsExactly(18, 255);
  }

  @Test
  void aJpegIsReadToo() throws IOException {
    write(
        "a.jpg",
        BufferedImage.TYPE_INT_RGB,
        8,
        8,
        IntStream.range(0, 64).map(i -> 0xC80000).toArray());
    float[] pixels = all(open(RowForm.own()));
    assertThat(pixels).hasSize(192);
    assertThat(pixels[0]).isBetween(195f, 205f);
    assertThat(pixels[1]).isBetween(0f, 5f);
  }

  @Test
  void picturesOfOtherSizesBecomeTheMeanOfTheAreaThatAPixelCovers() throws IOException {
    grey("a.png", 2, 4, 0, 100, 10, 10, 0, 100, 30, 30);
    grey("b.png", 1, 1, 9);
    assertThat(all(open(form(List.of(1, 2), 1)))).containsExactly(50, 20, 9, 9);
    assertThatThrownBy(() -> open(RowForm.own()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "b.png: expected 2 x 4 pixels as a.png has, got 1 x 1; set data.size to [height,"
                + " width]");
  }

  @Test
  void rowsThatExceedTheMemoryLimitAreReadAgain() throws IOException {
    grey("a.png", 1, 2, 1, 2);
    grey("b.png", 1, 2, 3, 4);
    DatasetOptions none = DatasetOptions.defaults().withMemoryLimit(0);
    assertThat(all(new PictureFormat().open(folder, none))).containsExactly(1, 2, 3, 4);
  }

  @Test
  void subFoldersAreLabelsInTheOrderOfTheirNames() throws IOException {
    grey("dog/1.png", 1, 1, 1);
    grey("cat/1.png", 1, 1, 2);
    grey("cat/2.png", 1, 1, 3);
    Dataset data = open(RowForm.own());
    Batch batch = new Batch(data.schema(), 3);
    data.read().fill(batch, 3);
    assertThat(batch.floats(0)).containsExactly(2, 3, 1);
    assertThat(batch.ints(1)).containsExactly(0, 0, 1);
    assertThat(data.notes()).singleElement().asString().endsWith("0 cat, 1 dog");
    ColumnStream known =
        new ColumnStream(
            Schema.LABEL,
            StreamSpec.Role.LABEL,
            List.of(Schema.LABEL),
            List.of(List.of("ant", "cat")));
    assertThatThrownBy(
            () ->
                new PictureFormat()
                    .open(
                        folder,
                        DatasetOptions.defaults().with(ColumnChoice.all().streams(List.of(known)))))
        .hasMessageContaining("one of [ant, cat], got dog");
  }

  @Test
  void subFoldersWithNumbersForNamesAreThoseNumbers() throws IOException {
    grey("7/1.png", 1, 1, 1);
    grey("3/1.png", 1, 1, 2);
    Batch batch = new Batch(open(RowForm.own()).schema(), 2);
    open(RowForm.own()).read().fill(batch, 2);
    assertThat(batch.ints(1)).containsExactly(3, 7);
  }

  @Test
  void foldersThatAreNoneOfPicturesAreRefusedByName() throws IOException {
    assertThatThrownBy(() -> open(RowForm.own()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "expected a picture, .png, .jpg or .jpeg, got none; name another folder");
    Files.writeString(folder.resolve("a.png"), "no picture");
    assertThatThrownBy(() -> open(RowForm.own()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.png: expected a picture as PNG or JPEG");
    Files.delete(folder.resolve("a.png"));
    grey("x/a.png", 1, 1, 1);
    grey("b.png", 1, 1, 1);
    assertThatThrownBy(() -> open(RowForm.own())).hasMessageContaining("b.png beside [x]");
  }

  @Test
  void aPictureThatBreaksOffIsRefusedByName() throws IOException {
    grey("a.png", 30, 30, IntStream.range(0, 900).map(i -> i * i % 251).toArray());
    byte[] whole = Files.readAllBytes(folder.resolve("a.png"));
    Files.write(folder.resolve("a.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> open(RowForm.own()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.png: expected a picture as PNG or JPEG")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
