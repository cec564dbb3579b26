package io.concertina.cli.config;

import io.concertina.config.Settings;
import io.concertina.data.Series;
import io.concertina.data.WindowSize;
import io.concertina.data.Windows;
import java.util.Optional;

/**
 * The section {@code data.windows} of a configuration.
 *
 * @param size steps of a window; empty where the autocorrelation is to tell
 * @param stride steps from one window to the next
 * @param scaling what each window undergoes by itself
 * @param group column whose values tell series apart
 */
public record WindowsSection(
    Optional<Integer> size, int stride, Windows.Scaling scaling, Optional<String> group) {

  private static final String AUTO = "auto";

  static Optional<WindowsSection> read(Settings data) {
    if (!data.has("windows")) {
      return Optional.empty();
    }
    Settings settings = data.section("windows");
    WindowsSection section =
        new WindowsSection(
            settings.text("size", AUTO).equals(AUTO)
                ? Optional.empty()
                : Optional.of(settings.integer("size")),
            settings.integer("stride", 1),
            settings.choice("scaling", Windows.Scaling.class, Windows.Scaling.NONE),
            settings.has("group") ? Optional.of(settings.text("group")) : Optional.empty());
    settings.finish();
    section.of(section.size.orElse(1));
    return Optional.of(section);
  }

  private Windows of(int steps) {
    return new Windows(steps, stride, scaling, group);
  }

  /** The size that a series suggests, where none is given. */
  public Optional<WindowSize> suggested(Series series) {
    return size.isPresent() ? Optional.empty() : Optional.of(series.autoSize());
  }

  /** How to cut a series. */
  public Windows windows(Optional<WindowSize> suggested) {
    return of(size.orElseGet(() -> suggested.orElseThrow().size()));
  }
}
