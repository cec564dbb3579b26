package io.concertina.plugin.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.data.Dataset;
import io.concertina.data.StreamSpec;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.train.Shuffle;
import io.concertina.train.TrainingPhase;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * Tells training runs apart by all that decides their steps, the number of epochs left out.
 *
 * <p>Layers, loss, penalties, clipping and update rule are told by the text of the step; schedules
 * by some of their rates; a pruner by its text; rows by their bits.
 *
 * <p>The text begins with its version. One without is of version 1: the text of a step has changed
 * since, so that its hash tells nothing any more.
 *
 * @param run seed, batch, order and rows
 * @param step hash of the step's text
 * @param rates hash of some rates, the plateau's rule and the pruner
 */
record Fingerprint(String run, String step, String rates) {

  /** A run of this many steps shows what a schedule does. */
  private static final long TOTAL = 10_000;

  /** Numbers that are read at once; larger arrays would fill the old generation of the heap. */
  private static final int NUMBERS_AT_ONCE = 1 << 16;

  private static final Pattern VERSION_1 =
      Pattern.compile("(seed .*), model and optimizer [0-9a-f]{8}, rates ([0-9a-f]{8})");

  /**
   * The fingerprint of a run.
   *
   * @param step what a step computes
   * @param plan how to train
   * @param given the rows, which are read once, and how they are changed
   */
  static Fingerprint of(List<Function> step, TrainingPlan plan, TrainingRows given) {
    Dataset training = given.training();
    String text =
        step.stream()
            .map(function -> Rewrites.inlineComposites(function, _ -> false).toString())
            .collect(Collectors.joining());
    String run =
        "seed %d, batch %d%s, shuffle %s, %d rows %s"
            .formatted(
                plan.seed(),
                plan.batch(),
                plan.batching().blocks() == 1 ? "" : " in " + plan.batching().blocks(),
                plan.batching().shuffle() != Shuffle.NONE,
                training.size(),
                rows(training));
    String rest =
        rates(plan)
            + plan.duration().plateau()
            + plan.pruner()
            + given.augmentation().map(Object::toString).orElse("");
    return new Fingerprint(run, hash(text + plan.batching().shuffle()), hash(rest));
  }

  /** What a checkpoint keeps of it, one line. */
  String text() {
    return "version 2, " + run + ", model and optimizer " + step + ", rates " + rates;
  }

  /** True if a checkpoint's text is of version 1. */
  static boolean isOfVersion1(String text) {
    return VERSION_1.matcher(text).matches();
  }

  /** True if a checkpoint's text is of this run, as far as its version tells. */
  boolean matches(String text) {
    Matcher first = VERSION_1.matcher(text);
    return first.matches()
        ? first.group(1).equals(run) && first.group(2).equals(rates)
        : text.equals(text());
  }

  private static String rates(TrainingPlan plan) {
    return LongStream.of(1, 10, 100, 1_000, TOTAL)
        .mapToDouble(step -> plan.rule().rate(step, TOTAL))
        .boxed()
        .toList()
        .toString();
  }

  private static String rows(Dataset training) {
    CRC32C hash = new CRC32C();
    int width = training.schema().streams().stream().mapToInt(StreamSpec::width).sum();
    training.forEachBatch(
        Math.max(1, NUMBERS_AT_ONCE / width),
        rows -> rows.tensors().values().forEach(values -> hash.update(bytes(values))));
    return "%08x".formatted(hash.getValue());
  }

  private static ByteBuffer bytes(Tensor values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.size());
    if (values.dtype() == DType.F32) {
      bytes.asFloatBuffer().put(values.toFloats());
    } else {
      bytes.asIntBuffer().put(values.toInts());
    }
    return bytes;
  }

  /** Tells a phase that is over apart from others, on the same rows. */
  static String past(Function step, TrainingPhase phase) {
    TrainingPlan plan = phase.plan();
    return Rewrites.inlineComposites(step, _ -> false).toString()
        + rates(plan)
        + plan.duration()
        + plan.pruner()
        + phase.continues();
  }

  static String hash(String text) {
    CRC32C hash = new CRC32C();
    hash.update(text.getBytes(UTF_8));
    return "%08x".formatted(hash.getValue());
  }
}
