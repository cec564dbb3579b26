package io.concertina.cli.output;

import io.concertina.model.Epoch;
import io.concertina.train.TrainingListener;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows training: a bar on a terminal, a line per epoch in any case. */
public final class Progress implements TrainingListener, AutoCloseable {

  private final Console console;
  private final Interruption interruption;
  private int epochs;
  private long stepsPerEpoch;
  private @Nullable Bar bar;

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
      if (bar == null) {
        bar = new Bar(console.messages(), "epoch " + epoch + "/" + epochs, stepsPerEpoch);
      }
      bar.show(step, String.format(Locale.ROOT, "loss %.5g", loss));
    }
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

  /** A phase is counted, all else is measured. */
  private static String number(String name, double value) {
    return name.equals("phase")
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }

  private static String values(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + number(entry.getKey(), entry.getValue()))
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
      bar.clear();
      bar = null;
    }
  }
}
