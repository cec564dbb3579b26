package io.concertina.cli.output;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Draws a progress bar over itself on one line of a terminal and leaves nothing behind. (The bar's
 * own one keeps a line below it, which stays empty.)
 *
 * @param terminal where it is drawn
 */
record OneLine(PrintStream terminal) implements ProgressBarConsumer {

  private static final int WIDTH = 79;
  private static final String CLEAR = "\r" + " ".repeat(WIDTH) + "\r";

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public void accept(String bar) {
    terminal.print("\r" + bar);
    terminal.flush();
  }

  @Override
  public void clear() {
    accept(CLEAR);
  }

  /** The bar clears its line itself. */
  @Override
  public void close() {}
}
