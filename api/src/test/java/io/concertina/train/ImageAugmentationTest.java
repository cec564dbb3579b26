package io.concertina.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.train.ImageAugmentation.Flip;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageAugmentationTest {

  /** Two images of 3 x 3 pixels; the second one is to be changed. */
  private static Dataset images() {
    float[] pixels = new float[18];
    for (int i = 0; i < 18; i++) {
      pixels[i] = i < 9 ? 7 : i - 9;
    }
    return MemoryDataset.of("images", Tensor.view(Shape.of(2, 3, 3), pixels), new ValueRange(0, 8));
  }

  private static List<Float> change(ImageAugmentation augmentation, String key) {
    Batch batch = new Batch(images().schema(), 2);
    images().read().fill(batch, 2);
    augmentation.check(batch.schema());
    augmentation.change(batch, 1, KeyedRandom.of(1, key));
    List<Float> pixels = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      if (i < 9) {
        assertThat(batch.floats(0)[i]).isEqualTo(7);
      } else {
        pixels.add(batch.floats(0)[i]);
      }
    }
    return pixels;
  }

  private static List<Float> pixels(float... values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  @Test
  void nothingAskedForLeavesAnImageAsItIs() {
    assertThat(change(new ImageAugmentation(0, Flip.NONE, 0, 0, 0), "a"))
        .isEqualTo(pixels(0, 1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void anImageIsItselfOrItsMirrorImage() {
    List<List<Float>> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      seen.add(change(new ImageAugmentation(0, Flip.HORIZONTAL, 0, 0, 0), "k" + i));
    }
    assertThat(seen).contains(pixels(0, 1, 2, 3, 4, 5, 6, 7, 8), pixels(2, 1, 0, 5, 4, 3, 8, 7, 6));
    assertThat(seen.stream().distinct()).hasSize(2);
  }

  @Test
  void aShiftMovesByWholePixelsAndRepeatsTheEdge() {
    List<List<Float>> seen = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      seen.add(change(new ImageAugmentation(1, Flip.NONE, 0, 0, 0), "k" + i));
    }
    assertThat(seen).contains(pixels(0, 0, 1, 3, 3, 4, 6, 6, 7), pixels(3, 4, 5, 6, 7, 8, 6, 7, 8));
    assertThat(seen.stream().distinct().count()).isBetween(5L, 9L);
  }

  @Test
  void turningAndScalingKeepTheMiddleAndStayWithinTheImagesValues() {
    List<Float> turned = change(new ImageAugmentation(0, Flip.NONE, 180, 0.5, 0), "k");
    assertThat(turned.get(4)).isEqualTo(4);
    assertThat(turned).allMatch(value -> value >= 0 && value <= 8);
    assertThat(turned).isNotEqualTo(pixels(0, 1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void brightnessMovesAllPixelsAlikeWithinTheRange() {
    List<Float> light = change(new ImageAugmentation(0, Flip.NONE, 0, 0, 0.25), "k");
    float by = light.get(4) - 4;
    assertThat(Math.abs(by)).isBetween(0.01f, 2f);
    for (int i = 0; i < 9; i++) {
      assertThat(light.get(i)).isCloseTo(Math.clamp(i + by, 0, 8), within(1e-6f));
    }
  }

  @Test
  void aTargetIsChangedAlike() {
    Dataset both =
        Datasets.join(
            images(),
            List.of(Datasets.renamed(images(), x -> x.as(Schema.TARGET, StreamSpec.Role.TARGET))));
    Batch batch = new Batch(both.schema(), 2);
    both.read().fill(batch, 2);
    new ImageAugmentation(1, Flip.BOTH, 30, 0.1, 0.1).change(batch, 1, KeyedRandom.of(1, "k"));
    assertThat(batch.floats(1)).isEqualTo(batch.floats(0));
  }

  @Test
  void rowsThatAreNoImagesAndSettingsOutOfRangeAreRefused() {
    Dataset rows = MemoryDataset.of("rows", new float[][] {{1, 2}});
    assertThatThrownBy(() -> new ImageAugmentation(1, Flip.NONE, 0, 0, 0).check(rows.schema()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "data.augment: expected rows that are images [h, w] or [h, w, channels], got [2]");
    assertThatThrownBy(() -> new ImageAugmentation(0, Flip.NONE, 0, 1, 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("data.augment.scale: expected from 0 to below 1, got 1.0");
  }
}
