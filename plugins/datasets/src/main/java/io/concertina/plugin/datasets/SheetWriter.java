package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.RowWriter;
import io.concertina.format.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Collects rows and draws them side by side: the smallest number of all becomes black, the largest
 * white, a missing one grey. Small pictures are enlarged by a whole factor.
 */
final class SheetWriter implements RowWriter {

  private static final int MOST_ROWS = 1000;
  private static final int ACROSS = 20;
  private static final int GAP = 2;
  private static final int SMALL = 56;
  private static final int WHITE = 0xFFFFFF;

  private final String where;
  private final AtomicFile file;
  private final SheetRow form;
  private final List<float[]> rows = new ArrayList<>();

  SheetWriter(String where, AtomicFile file, SheetRow form) {
    this.where = where;
    this.file = file;
    this.form = form;
  }

  @Override
  public void write(String[] keys, float[] values, int count) {
    if (rows.size() + count > MOST_ROWS) {
      throw new DataException(where, "at most " + MOST_ROWS + " rows on one picture", "more");
    }
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.copyOfRange(values, i * form.size(), (i + 1) * form.size()));
    }
  }

  @Override
  public long commit() {
    try (OutputStream out = file.stream()) {
      ImageIO.write(sheet(), "png", out);
    } catch (IOException e) {
      throw file.failure(e);
    }
    return file.commit();
  }

  private BufferedImage sheet() {
    int scale = Math.max(1, SMALL / form.width());
    int across = Math.clamp(rows.size(), 1, ACROSS);
    int down = Math.ceilDiv(Math.max(1, rows.size()), across);
    int stepX = form.width() * scale + GAP;
    int stepY = form.height() * scale + GAP;
    BufferedImage sheet =
        new BufferedImage(
            across * stepX + GAP, down * form.count() * stepY + GAP, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        sheet.setRGB(x, y, WHITE);
      }
    }
    Shades shades = Shades.of(rows);
    for (int row = 0; row < rows.size(); row++) {
      int left = GAP + row % across * stepX;
      for (int each = 0; each < form.count(); each++) {
        int top = GAP + (row / across * form.count() + each) * stepY;
        draw(sheet, shades, rows.get(row), each, left, top, scale);
      }
    }
    return sheet;
  }

  private void draw(
      BufferedImage sheet, Shades shades, float[] row, int each, int left, int top, int scale) {
    for (int y = 0; y < form.height() * scale; y++) {
      for (int x = 0; x < form.width() * scale; x++) {
        int pixel = (each * form.height() + y / scale) * form.width() + x / scale;
        sheet.setRGB(left + x, top + y, colour(shades, row, pixel * form.channels()));
      }
    }
  }

  private int colour(Shades shades, float[] row, int at) {
    int red = shades.of(row[at]);
    int green = form.channels() == 3 ? shades.of(row[at + 1]) : red;
    int blue = form.channels() == 3 ? shades.of(row[at + 2]) : red;
    return red << 16 | green << 8 | blue;
  }

  /** Numbers as 0 for the smallest to 255 for the largest. */
  private record Shades(double low, double high) {

    private static final int MISSING = 128;

    static Shades of(List<float[]> rows) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (float[] row : rows) {
        for (float value : row) {
          if (Float.isFinite(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
      }
      return new Shades(low, high);
    }

    int of(float value) {
      if (!Float.isFinite(value)) {
        return MISSING;
      }
      return high > low ? (int) Math.round((value - low) / (high - low) * 255) : 0;
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
