package io.concertina.cli.config;

import io.concertina.config.Settings;
import io.concertina.data.Windows;
import io.concertina.workflow.file.WindowPlan;
import java.util.Optional;

/** The section {@code data.windows} of a configuration. */
final class WindowsSection {

  private static final String AUTO = "auto";

  private WindowsSection() {}

  static Optional<WindowPlan> read(Settings data) {
    if (!data.has("windows")) {
      return Optional.empty();
    }
    Settings settings = data.section("windows");
    Optional<Integer> size =
        settings.text("size", AUTO).equals(AUTO)
            ? Optional.empty()
            : Optional.of(settings.integer("size"));
    WindowPlan plan =
        new WindowPlan(
            size,
            settings.integer("stride", 1),
            settings.choice("scaling", Windows.Scaling.class, Windows.Scaling.NONE),
            settings.has("group") ? Optional.of(settings.text("group")) : Optional.empty());
    settings.finish();
    return Optional.of(plan);
  }
}
