package io.concertina.workflow.file;

import io.concertina.data.Series;
import io.concertina.data.WindowSize;
import io.concertina.data.Windows;
import java.util.Optional;

/**
 * How series are cut into windows.
 *
 * @param size steps of a window; empty where the autocorrelation is to tell
 * @param stride steps from one window to the next
 * @param scaling what each window undergoes by itself
 * @param group column whose values tell series apart
 */
public record WindowPlan(
    Optional<Integer> size, int stride, Windows.Scaling scaling, Optional<String> group) {

  public WindowPlan {
    windows(size.orElse(1), stride, scaling, group);
  }

  /** Windows of a size, at every step, as they are. */
  public static WindowPlan of(int size) {
    return new WindowPlan(Optional.of(size), 1, Windows.Scaling.NONE, Optional.empty());
  }

  /** The size that a series suggests, where none is given. */
  public Optional<WindowSize> suggested(Series series) {
    return size.isPresent() ? Optional.empty() : Optional.of(series.autoSize());
  }

  /** How to cut a series. */
  public Windows windows(Optional<WindowSize> suggested) {
    return windows(size.orElseGet(() -> suggested.orElseThrow().size()), stride, scaling, group);
  }

  /** Refuses what is no window. */
  private static Windows windows(
      int steps, int stride, Windows.Scaling scaling, Optional<String> group) {
    return new Windows(steps, stride, scaling, group);
  }
}
