package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import io.concertina.layer.KeyedRandom;
import java.util.List;

/**
 * Moves, turns and lights images: the feature {@code x} and the target of a row alike.
 *
 * <p>Shapes: [height, width] or [height, width, channels]. A pixel (r, c) of the result, counted
 * from the middle, is the pixel at R(-angle) ((r, c) - shift) / scale of the image, between four
 * pixels by their bilinear mean, and beyond the edge that of the edge; then it is mirrored and made
 * lighter.
 *
 * @param shift pixels up, down, left or right at the most, uniform; at least 0. Alone it moves by
 *     whole pixels
 * @param flip which mirror images may stand for an image, each with probability 1/2
 * @param rotate degrees to either side at the most, uniform; from 0 to 180
 * @param scale share of its size by which it grows or shrinks at the most, uniform; from 0 to below
 *     1
 * @param brightness share of the range of values by which all pixels of an image become lighter or
 *     darker at the most, uniform, within the range; from 0 to 1
 */
public record ImageAugmentation(
    double shift, Flip flip, double rotate, double scale, double brightness)
    implements Augmentation {

  /** Mirror images. */
  public enum Flip {
    /** None. */
    NONE,
    /** Left and right change places. */
    HORIZONTAL,
    /** Top and bottom change places. */
    VERTICAL,
    /** Either or both. */
    BOTH
  }

  public ImageAugmentation {
    require("shift", shift >= 0 && Double.isFinite(shift), "at least 0 pixels", shift);
    require("rotate", rotate >= 0 && rotate <= 180, "from 0 to 180 degrees", rotate);
    require("scale", scale >= 0 && scale < 1, "from 0 to below 1", scale);
    require("brightness", brightness >= 0 && brightness <= 1, "from 0 to 1", brightness);
  }

  private static void require(String name, boolean holds, String expected, double value) {
    if (!holds) {
      throw new ConfigurationException("data.augment." + name, expected, value);
    }
  }

  private static List<StreamSpec> images(Schema rows) {
    return rows.streams().stream()
        .filter(
            stream ->
                stream.role() == StreamSpec.Role.TARGET
                    || (stream.role() == StreamSpec.Role.FEATURE && stream.name().equals(Schema.X)))
        .toList();
  }

  @Override
  public void check(Schema rows) {
    List<StreamSpec> images = images(rows);
    for (StreamSpec stream : images) {
      Shape shape = stream.shape();
      boolean cut = stream.elements().windows().isPresent();
      if (cut || shape.rank() < 2 || shape.rank() > 3 || stream.kind() != StreamSpec.Kind.F32) {
        throw new DataException(
            "data.augment", "rows that are images [h, w] or [h, w, channels]", shape);
      }
      if (brightness > 0 && stream.elements().range().isEmpty()) {
        throw new DataException(
            "data.augment.brightness",
            "images whose format tells the range of values, such as bytes",
            stream.kind());
      }
      if (!shape.slice(0, 2).equals(images.getFirst().shape().slice(0, 2))) {
        throw new DataException(
            "data.augment",
            "a target of the image's size " + images.getFirst().shape(),
            stream.shape());
      }
    }
    if (images.isEmpty()) {
      throw new DataException("data.augment", "a feature x of images", "none");
    }
  }

  @Override
  public void change(Batch batch, int row, KeyedRandom random) {
    Draw draw = draw(random);
    for (StreamSpec stream : images(batch.schema())) {
      int place = batch.schema().indexOf(stream.name());
      change(batch.floats(place), row * stream.width(), stream, draw);
    }
  }

  /** What happens to one image; all numbers are drawn, whatever is asked for. */
  private record Draw(
      double up, double left, boolean rows, boolean columns, Turn turn, double light) {}

  /** A turn and a change of size, undone. */
  private record Turn(double cosine, double sine) {}

  private Draw draw(KeyedRandom random) {
    double up = shift * (2 * random.nextDouble() - 1);
    double left = shift * (2 * random.nextDouble() - 1);
    boolean columns = random.nextDouble() < 0.5 && (flip == Flip.HORIZONTAL || flip == Flip.BOTH);
    boolean rows = random.nextDouble() < 0.5 && (flip == Flip.VERTICAL || flip == Flip.BOTH);
    double angle = Math.toRadians(rotate * (2 * random.nextDouble() - 1));
    double size = 1 + scale * (2 * random.nextDouble() - 1);
    double light = brightness * (2 * random.nextDouble() - 1);
    boolean straight = rotate == 0 && scale == 0;
    Turn turn = new Turn(StrictMath.cos(angle) / size, StrictMath.sin(angle) / size);
    return new Draw(
        straight ? Math.rint(up) : up,
        straight ? Math.rint(left) : left,
        rows,
        columns,
        turn,
        light);
  }

  private void change(float[] all, int first, StreamSpec stream, Draw draw) {
    Image image = Image.of(all, first, stream.shape());
    ValueRange range = stream.elements().range().orElse(new ValueRange(0, 1));
    double light = draw.light * (range.high() - range.low());
    for (int r = 0; r < image.height; r++) {
      for (int c = 0; c < image.width; c++) {
        int y = draw.rows ? image.height - 1 - r : r;
        int x = draw.columns ? image.width - 1 - c : c;
        double down = y - (image.height - 1) / 2.0 - draw.up;
        double right = x - (image.width - 1) / 2.0 - draw.left;
        double fromRow = draw.turn.cosine * down - draw.turn.sine * right;
        double fromColumn = draw.turn.sine * down + draw.turn.cosine * right;
        for (int channel = 0; channel < image.channels; channel++) {
          double value =
              image.at(
                  fromRow + (image.height - 1) / 2.0,
                  fromColumn + (image.width - 1) / 2.0,
                  channel);
          if (light != 0) {
            value = Math.clamp(value + light, range.low(), range.high());
          }
          all[first + (r * image.width + c) * image.channels + channel] = (float) value;
        }
      }
    }
  }

  /** A copy of an image. */
  private record Image(float[] pixels, int height, int width, int channels) {

    static Image of(float[] all, int first, Shape shape) {
      int[] sizes = shape.sizes();
      float[] copy = new float[shape.size()];
      System.arraycopy(all, first, copy, 0, copy.length);
      return new Image(copy, sizes[0], sizes[1], sizes.length == 3 ? sizes[2] : 1);
    }

    double at(double row, double column, int channel) {
      double r = Math.clamp(row, 0, height - 1);
      double c = Math.clamp(column, 0, width - 1);
      int top = (int) r;
      int left = (int) c;
      double below = r - top;
      double beside = c - left;
      double upper = between(top, left, beside, channel);
      return below == 0
          ? upper
          : upper + below * (between(Math.min(top + 1, height - 1), left, beside, channel) - upper);
    }

    private double between(int row, int column, double beside, int channel) {
      double here = pixel(row, column, channel);
      return beside == 0
          ? here
          : here + beside * (pixel(row, Math.min(column + 1, width - 1), channel) - here);
    }

    private double pixel(int row, int column, int channel) {
      return pixels[(row * width + column) * channels + channel];
    }
  }
}
