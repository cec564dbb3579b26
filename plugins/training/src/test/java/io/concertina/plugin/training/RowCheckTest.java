package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Batch;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCheckTest {

  private static final MemoryDataset ROWS = MemoryDataset.of("rows", new float[1500][3]);

  private final List<String> seen = new ArrayList<>();

  @Test
  void checksShareOnePass() {
    RowCheck.run(List.of(check("a", true), check("b", true)), ROWS);
    assertThat(seen).containsExactly("a rows 1024", "b rows 1024", "a rows 476", "b rows 476");
  }

  @Test
  void whatConcernsNoRowIsNotAsked() {
    RowCheck.run(List.of(check("a", false), check("b", true)), ROWS);
    assertThat(seen).containsExactly("b rows 1024", "b rows 476");
  }

  private RowCheck check(String name, boolean concerned) {
    return new RowCheck() {
      @Override
      public boolean concerns(Schema rows) {
        return concerned;
      }

      @Override
      public void check(String source, Batch batch) {
        seen.add(name + " " + source + " " + batch.rows());
      }
    };
  }
}
