package io.concertina.cli.output;

import io.concertina.model.Epoch;
import io.concertina.train.TrainingListener;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows training: a bar on a terminal, a line per epoch in any case. */
public final class Progress implements TrainingListener, AutoCloseable {

  private static final int REFRESH_MILLISECONDS = 200;

  private final Console console;
  private final Interruption interruption;
  private int epochs;
  private long stepsPerEpoch;
  private @Nullable ProgressBar bar;

  /** Progress on a console, of a run that an interruption cancels. */
  public Progress(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public void started(int planned, long steps, int done) {
    epochs = planned;
    stepsPerEpoch = steps;
    if (done > 0) {
      console.message("resuming after epoch " + done + " of " + planned);
    }
  }

  @Override
  public void note(String sentence) {
    close();
    console.message(sentence);
  }

  @Override
  public void step(int epoch, long step, double loss) {
    if (console.interactive()) {
      ProgressBar shown = bar == null ? begin(epoch) : bar;
      shown.setExtraMessage(String.format(Locale.ROOT, "loss %.5g", loss));
      shown.stepTo(step);
    }
  }

  private ProgressBar begin(int epoch) {
    ProgressBar begun =
        new ProgressBarBuilder()
            .setTaskName("epoch " + epoch + "/" + epochs)
            .setInitialMax(stepsPerEpoch)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
            .clearDisplayOnFinish()
            .build();
    bar = begun;
    return begun;
  }

  @Override
  public void epoch(Epoch epoch) {
    close();
    console.message("epoch " + epoch.number() + "/" + epochs + "  " + values(epoch.values()));
  }

  @Override
  public void restored(int epoch) {
    console.message("the model is that of epoch " + epoch + ", the best one");
  }

  private static String values(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + String.format(Locale.ROOT, " %.6g", entry.getValue()))
        .collect(Collectors.joining("  "));
  }

  @Override
  public boolean cancelled() {
    return interruption.requested();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
