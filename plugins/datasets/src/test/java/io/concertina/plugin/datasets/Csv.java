package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** CSV files of a test. */
final class Csv {

  private Csv() {}

  static Path file(Path directory, String text) {
    return Rows.write(directory.resolve("d.csv"), text.getBytes(UTF_8));
  }

  static Dataset open(Path directory, String text, DatasetOptions options) {
    return Rows.open(file(directory, text), options);
  }

  static void assertRejected(ThrowingCallable act, String message) {
    assertThatThrownBy(act)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
