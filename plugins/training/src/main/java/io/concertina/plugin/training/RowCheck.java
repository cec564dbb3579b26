package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Schema;
import java.util.List;

/** What every row must pass before training begins. */
interface RowCheck {

  /** Whether rows of these streams can fail at all. */
  boolean concerns(Schema rows);

  /**
   * Checks the rows of a batch.
   *
   * @param source name of their dataset, for messages
   */
  void check(String source, Batch batch);

  /** Runs checks in one pass over a dataset, or in none where no check concerns it. */
  static void run(List<RowCheck> checks, Dataset rows) {
    List<RowCheck> needed = checks.stream().filter(check -> check.concerns(rows.schema())).toList();
    if (!needed.isEmpty()) {
      rows.forEachBatch(1024, batch -> needed.forEach(check -> check.check(rows.name(), batch)));
    }
  }
}
