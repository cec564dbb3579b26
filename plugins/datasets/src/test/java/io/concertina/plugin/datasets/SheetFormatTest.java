package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetFormatTest {

  private final SheetFormat format = new SheetFormat();

  @TempDir private Path folder;

  private BufferedImage written(float[] rows, int count, int... sample) throws IOException {
    Path file = folder.resolve("sheet.png");
    try (RowWriter writer = format.create(file, RowLayout.of(Shape.of(sample), List.of()))) {
      writer.write(rows, count);
      writer.commit();
    }
    return ImageIO.read(file.toFile());
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFF;
  }

  /** Pixels of 28 x 28 between gaps of 2. */
  @Test
  void theSmallestNumberOfAllRowsIsBlackAndTheLargestWhite() throws IOException {
    BufferedImage image = written(new float[] {0, 1, 2, 3, 4, 0, 0, 4}, 2, 2, 2);
    assertThat(image.getWidth()).isEqualTo(2 * 58 + 2);
    assertThat(image.getHeight()).isEqualTo(60);
    assertThat(grey(image, 2, 2)).isZero();
    assertThat(grey(image, 30, 2)).isEqualTo(64);
    assertThat(grey(image, 30, 30)).isEqualTo(191);
    assertThat(grey(image, 60, 2)).isEqualTo(255);
  }

  @Test
  void coloursAreColoursAndWhatIsMissingIsGrey() throws IOException {
    BufferedImage image = written(new float[] {1, 0, 0, Float.NaN, 0, 1}, 1, 1, 2, 3);
    assertThat(image.getRGB(2, 2)).isEqualTo(0xFFFF0000);
    assertThat(image.getRGB(30, 2)).isEqualTo(0xFF8000FF);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 0, 0, 1, 8, 8, 1",
    "2, 64, 0, 2, 8, 8, 1",
    "28, 28, 0, 1, 28, 28, 1",
    "2, 28, 28, 2, 28, 28, 1",
    "16, 12, 3, 1, 16, 12, 3",
    "3, 10, 0, 1, 3, 10, 1"
  })
  void shapesTellPictures(int a, int b, int c, int count, int height, int width, int channels) {
    Shape shape = c > 0 ? Shape.of(a, b, c) : b > 0 ? Shape.of(a, b) : Shape.of(a);
    assertThat(SheetRow.of("sheet.png", shape))
        .isEqualTo(new SheetRow(count, height, width, channels));
  }

  @Test
  void rowsThatAreNoPicturesAreRefused() {
    assertThatThrownBy(() -> written(new float[7], 1, 7))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("or of a square number of columns, got [7]");
    Path file = folder.resolve("sheet.png");
    RowLayout keys = new RowLayout(List.of("id"), Shape.of(4), List.of());
    assertThatThrownBy(() -> format.create(file, keys)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void moreThanAPictureHoldsIsAnErrorAndLeavesNothing() {
    assertThatThrownBy(() -> written(new float[4 * 1001], 1001, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 1000 rows");
    assertThat(folder).isEmptyDirectory();
  }
}
