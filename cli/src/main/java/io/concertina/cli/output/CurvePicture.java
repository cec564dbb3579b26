package io.concertina.cli.output;

import static java.util.Collections.nCopies;

import io.concertina.ConfigurationException;
import io.concertina.format.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws errors against sparsity: a point for every seed, a line through their means. */
public final class CurvePicture {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  /** Blue, orange, green and grey, which the colour-blind can tell apart as well. */
  private static final List<Color> COLOURS =
      List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0x7F7F7F));

  private static final BasicStroke DASHES =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0);

  private CurvePicture() {}

  /**
   * Checks a picture's name.
   *
   * @throws ConfigurationException if it is not that of a PNG or SVG file
   */
  public static void requireKnown(Optional<Path> file) {
    file.ifPresent(CurvePicture::isVector);
  }

  private static boolean isVector(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") && !name.endsWith(".svg")) {
      throw new ConfigurationException("--picture", "a file .png or .svg", file);
    }
    return name.endsWith(".svg");
  }

  /**
   * Draws a picture.
   *
   * @param file .png or .svg
   * @param curves by name, by sparsity, the errors of all seeds
   * @param dense error without pruning
   */
  public static void write(Path file, Map<String, Map<Double, List<Double>>> curves, double dense) {
    CategoryChart chart = chart(curves, dense);
    boolean vector = isVector(file);
    try (AtomicFile picture = AtomicFile.create(file)) {
      try (OutputStream out = picture.stream()) {
        if (vector) {
          VectorGraphicsEncoder.saveVectorGraphic(
              chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        } else {
          BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
        }
      } catch (IOException e) {
        throw picture.failure(e);
      }
      picture.commit();
    }
  }

  private static CategoryChart chart(Map<String, Map<Double, List<Double>>> curves, double dense) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Error against sparsity: every seed (points) and their mean (lines)")
            .xAxisTitle("zeros, % of the pruned weights")
            .yAxisTitle("test MSE (logarithmic)")
            .build();
    style(chart.getStyler());
    int next = 0;
    for (Map.Entry<String, Map<Double, List<Double>>> curve : curves.entrySet()) {
      draw(chart, curve.getKey(), curve.getValue(), COLOURS.get(next++ % COLOURS.size()));
    }
    curves.values().stream()
        .findFirst()
        .map(CurvePicture::percentages)
        .ifPresent(
            percentages ->
                line(chart, "dense", percentages, nCopies(percentages.size(), dense), Color.BLACK)
                    .setLineStyle(DASHES));
    return chart;
  }

  private static void draw(
      CategoryChart chart, String name, Map<Double, List<Double>> curve, Color colour) {
    List<String> percentages = percentages(curve);
    List<Double> means =
        curve.values().stream()
            .map(errors -> errors.stream().mapToDouble(e -> e).average().orElse(Double.NaN))
            .toList();
    line(chart, name, percentages, means, colour);
    int seeds = curve.values().stream().mapToInt(List::size).min().orElse(0);
    for (int i = 0; i < seeds; i++) {
      int seed = i;
      List<Double> errors = curve.values().stream().map(all -> all.get(seed)).toList();
      CategorySeries points = chart.addSeries(name + ", seed " + seed, percentages, errors);
      points
          .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter)
          .setShowInLegend(false);
      points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
    }
  }

  private static CategorySeries line(
      CategoryChart chart, String name, List<String> x, List<Double> y, Color colour) {
    CategorySeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(new BasicStroke(2));
    return series;
  }

  /** The sparsities as the names of equal steps: towards 100 % every step matters more. */
  private static List<String> percentages(Map<Double, List<Double>> curve) {
    DecimalFormat format = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return curve.keySet().stream().map(sparsity -> format.format(100 * sparsity)).toList();
  }

  private static void style(CategoryStyler styler) {
    styler.setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    styler.setLegendPosition(Styler.LegendPosition.InsideNW);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setOverlapped(true);
    styler.setYAxisLogarithmic(true);
    styler.setYAxisLogarithmicDecadeOnly(false);
    styler.setMarkerSize(6);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setDecimalPattern("0.####");
    styler.setLocale(Locale.ROOT);
  }
}
