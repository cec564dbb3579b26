package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.kernel.WindowShape.Axis;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the windows of a convolution lie on an image: the tables that make it a product.
 *
 * @param padding around the image that is read
 * @param phases sets of results that meet the same taps
 */
record Placement(Padding padding, List<Phase> phases) {

  Placement {
    phases = List.copyOf(phases);
  }

  /**
   * Results that meet the same taps.
   *
   * @param rows position of each result in the padded image, in elements times channels
   * @param targets which result it is, in row-major order
   * @param taps the taps: by depth and height, then by growing distance along the width
   * @param offsets what each tap adds to a position
   * @param inner taps along the width, at least 1
   */
  @SuppressWarnings("ArrayRecordComponent") // Tables, which nobody compares.
  record Phase(int[] rows, int[] targets, int[] taps, int[] offsets, int inner) {}

  /** Of a convolution, whose results are positions of the window and meet all taps. */
  static Placement ofPositions(WindowShape s) {
    Padding padding = new Padding(side(s.depth()), side(s.height()), side(s.width()), s.channels());
    List<Line> lines = List.of(line(s.depth()), line(s.height()), line(s.width()));
    return new Placement(padding, List.of(phase(padding, s, lines)));
  }

  private static Padding.Side side(Axis axis) {
    int last = axis.place(axis.positions() - 1, axis.taps() - 1);
    return new Padding.Side(axis.places(), axis.before(), Math.max(0, last - axis.places() + 1));
  }

  private static Line line(Axis axis) {
    Line line = new Line(axis.positions());
    for (int position = 0; position < axis.positions(); position++) {
      line.add(axis.place(position, 0), position);
    }
    for (int tap = 0; tap < axis.taps(); tap++) {
      line.addTap(tap, tap * axis.dilation());
    }
    return line;
  }

  /**
   * Of a transposed convolution, whose results are places of the image: those that lie alike
   * between the strides of the window meet the same taps.
   *
   * @param numbers that each position has
   */
  static Placement ofPlaces(WindowShape s, int numbers) {
    List<Line> depths = lines(s.depth());
    List<Line> heights = lines(s.height());
    List<Line> widths = lines(s.width());
    Padding padding =
        new Padding(
            side(depths, s.depth()), side(heights, s.height()), side(widths, s.width()), numbers);
    List<Phase> phases = new ArrayList<>();
    for (Line depth : depths) {
      for (Line height : heights) {
        for (Line width : widths) {
          phases.add(phase(padding, s, List.of(depth, height, width)));
        }
      }
    }
    return new Placement(padding, phases);
  }

  private static List<Line> lines(Axis axis) {
    List<Line> lines = new ArrayList<>();
    for (int phase = 0; phase < axis.stride(); phase++) {
      Line line = new Line(axis.places());
      int first = Math.floorMod(phase - axis.before(), axis.stride());
      for (int place = first; place < axis.places(); place += axis.stride()) {
        line.add((place + axis.before()) / axis.stride(), place);
      }
      for (int tap = axis.taps() - 1; tap >= 0; tap--) {
        int distance = phase - tap * axis.dilation();
        if (distance % axis.stride() == 0) {
          line.addTap(tap, distance / axis.stride());
        }
      }
      if (!line.from.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static Padding.Side side(List<Line> lines, Axis axis) {
    int least = lines.stream().mapToInt(Line::least).min().orElse(0);
    int most = lines.stream().mapToInt(Line::most).max().orElse(0);
    int size = axis.positions();
    return new Padding.Side(size, Math.max(0, -least), Math.max(0, most - size + 1));
  }

  /** Results along one axis that meet the same taps. */
  private static final class Line {

    /** All results along the axis, those of other lines included. */
    private final int length;

    private final List<Integer> from = new ArrayList<>();
    private final List<Integer> results = new ArrayList<>();
    private final List<Integer> taps = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    Line(int length) {
      this.length = length;
    }

    void add(int element, int result) {
      from.add(element);
      results.add(result);
    }

    void addTap(int tap, int offset) {
      taps.add(tap);
      offsets.add(offset);
    }

    int least() {
      return taps.isEmpty() ? 0 : from.getFirst() + offsets.stream().min(Integer::compare).get();
    }

    int most() {
      return taps.isEmpty() ? 0 : from.getLast() + offsets.stream().max(Integer::compare).get();
    }
  }

  private static Phase phase(Padding padding, WindowShape s, List<Line> lines) {
    Line depth = lines.get(0);
    Line height = lines.get(1);
    Line width = lines.get(2);
    int origin = padding.at(0, 0, 0);
    List<Integer> rows = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    for (int d = 0; d < depth.from.size(); d++) {
      for (int h = 0; h < height.from.size(); h++) {
        for (int w = 0; w < width.from.size(); w++) {
          rows.add(padding.at(depth.from.get(d), height.from.get(h), width.from.get(w)));
          int line = depth.results.get(d) * height.length + height.results.get(h);
          targets.add(line * width.length + width.results.get(w));
        }
      }
    }
    List<Integer> taps = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int d = 0; d < depth.taps.size(); d++) {
      for (int h = 0; h < height.taps.size(); h++) {
        for (int w = 0; w < width.taps.size(); w++) {
          int line = depth.taps.get(d) * s.height().taps() + height.taps.get(h);
          taps.add(line * s.width().taps() + width.taps.get(w));
          int at = padding.at(depth.offsets.get(d), height.offsets.get(h), width.offsets.get(w));
          offsets.add(at - origin);
        }
      }
    }
    return new Phase(
        array(rows), array(targets), array(taps), array(offsets), Math.max(1, width.taps.size()));
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
