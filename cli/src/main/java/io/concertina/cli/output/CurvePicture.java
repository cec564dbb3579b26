package io.concertina.cli.output;

import io.concertina.ConfigurationException;
import io.concertina.format.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws errors against sparsity: a line through the means, bars from the least to the largest. */
public final class CurvePicture {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  /** Blue, orange, green and grey, which the colour-blind can tell apart as well. */
  private static final List<Color> COLOURS =
      List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0x7F7F7F));

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
    XYChart chart = chart(curves, dense);
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

  private static XYChart chart(Map<String, Map<Double, List<Double>>> curves, double dense) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Error against sparsity")
            .xAxisTitle("zeros, % of the pruned weights")
            .yAxisTitle("test MSE")
            .build();
    style(chart.getStyler());
    int next = 0;
    double[] range = {100, 0};
    for (Map.Entry<String, Map<Double, List<Double>>> curve : curves.entrySet()) {
      List<Double> x = new ArrayList<>();
      List<Double> means = new ArrayList<>();
      List<Double> bars = new ArrayList<>();
      curve
          .getValue()
          .forEach(
              (sparsity, errors) -> {
                x.add(100 * sparsity);
                range[0] = Math.min(range[0], 100 * sparsity);
                range[1] = Math.max(range[1], 100 * sparsity);
                double[] sorted =
                    errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
                means.add(errors.stream().mapToDouble(Double::doubleValue).average().orElse(0));
                bars.add((sorted[sorted.length - 1] - sorted[0]) / 2);
              });
      XYSeries series = chart.addSeries(curve.getKey(), x, means, bars);
      series.setLineColor(COLOURS.get(next % COLOURS.size()));
      series.setMarkerColor(COLOURS.get(next % COLOURS.size()));
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(new BasicStroke(2));
      next++;
    }
    XYSeries line =
        chart.addSeries("dense", new double[] {range[0], range[1]}, new double[] {dense, dense});
    line.setLineColor(Color.BLACK);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineStyle(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
    return chart;
  }

  private static void style(XYStyler styler) {
    styler.setLegendPosition(Styler.LegendPosition.InsideNW);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setYAxisLogarithmic(true);
    styler.setMarkerSize(7);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setDecimalPattern("0.####");
    styler.setLocale(Locale.ROOT);
  }
}
