package io.concertina.cli.output;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** A bar that draws itself over itself on one line of a terminal, and leaves nothing behind. */
final class Bar {

  private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int CELLS = 30;

  private final PrintStream terminal;
  private final String task;
  private final long steps;
  private int width;
  private long drawn;

  /**
   * A bar that is not drawn yet.
   *
   * @param task before it
   * @param steps at its end, at least 1
   */
  Bar(PrintStream terminal, String task, long steps) {
    this.terminal = terminal;
    this.task = task;
    this.steps = steps;
  }

  /** Shows a step, unless another one was shown a moment ago. */
  void show(long step, String note) {
    long now = System.nanoTime();
    if (width > 0 && now - drawn < REFRESH_NANOS) {
      return;
    }
    drawn = now;
    int full = (int) (CELLS * step / steps);
    String line =
        "%s %3d%% [%s%s] %d/%d %s"
            .formatted(
                task,
                100 * step / steps,
                "=".repeat(full),
                " ".repeat(CELLS - full),
                step,
                steps,
                note);
    terminal.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    terminal.flush();
    width = Math.max(width, line.length());
  }

  /** Takes it away. */
  void clear() {
    if (width > 0) {
      terminal.print("\r" + " ".repeat(width) + "\r");
      terminal.flush();
      width = 0;
    }
  }
}
