package io.concertina.plugin.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.data.Dataset;
import io.concertina.ir.Function;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.train.TrainingPlan;
import io.concertina.ir.DType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * Tells training runs apart by all that decides their steps, the number of epochs left out.
 *
 * <p>Layers, loss, penalties, clipping and update rule are told by the text of the step; schedules
 * by some of their rates; a pruner by its text; rows by their bits.
 */
final class Fingerprint {

  /** A run of this many steps shows what a schedule does. */
  private static final long TOTAL = 10_000;

  private static final int ROWS_AT_ONCE = 1024;

  private Fingerprint() {}

  /**
   * The fingerprint, one line.
   *
   * @param step what a step computes
   * @param plan how to train
   * @param training the rows, which are read once
   */
  static String of(List<Function> step, TrainingPlan plan, Dataset training) {
    String text =
        step.stream()
            .map(function -> Rewrites.inlineComposites(function, _ -> false).toString())
            .collect(Collectors.joining());
    return "version 2, seed %d, batch %d in %d, shuffle %s, %d rows %s, model and optimizer %s, rates %s"
        .formatted(
            plan.seed(),
            plan.batch(),
            plan.batching().blocks(),
            plan.batching().shuffle().name().toLowerCase(Locale.ROOT),
            training.size(),
            rows(training),
            hash(text),
            hash(rates(plan) + plan.duration().plateau() + plan.pruner()));
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
    training.forEachBatch(
        ROWS_AT_ONCE,
        rows ->
            rows.tensors()
                .values()
                .forEach(
                    values -> {
                      ByteBuffer bytes = ByteBuffer.allocate(4 * values.size());
                      if (values.dtype() == DType.F32) {
                        bytes.asFloatBuffer().put(values.toFloats());
                      } else {
                        bytes.asIntBuffer().put(values.toInts());
                      }
                      hash.update(bytes);
                    }));
    return "%08x".formatted(hash.getValue());
  }

  private static String hash(String text) {
    CRC32C hash = new CRC32C();
    hash.update(text.getBytes(UTF_8));
    return "%08x".formatted(hash.getValue());
  }
}
