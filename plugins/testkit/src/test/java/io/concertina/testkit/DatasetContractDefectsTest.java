package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.DatasetFormat;
import io.concertina.testkit.fixture.PlainTable;
import io.concertina.testkit.fixture.PlainTable.Defect;
import io.concertina.testkit.fixture.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dataset contract must notice each of these defects, in the test that is about it. */
class DatasetContractDefectsTest {

  private static void fails(
      Class<? extends DatasetContract> contract, String test, String message) {
    Verdict verdict = Verdict.of(contract, test);
    assertThat(verdict.failures())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).contains(message));
  }

  @Test
  void aNameInOneCaseOnly() {
    fails(KnowsOneCase.class, "acceptsTheNameInAnyCase", "accepts D.TABLE");
  }

  @Test
  void aHeaderThatCounts() {
    fails(CountsTheHeader.class, "hasTheSizeAndTheShapeOfItsRows", "number of rows");
  }

  @Test
  void passesThatDisturbEachOther() {
    fails(SharesAPosition.class, "readsTheSameRowsInEveryPass", "beside a first one");
  }

  @Test
  void rowsThatReplaceThoseOfABatch() {
    fails(BeginsAtTheStart.class, "appendsToWhatABatchHas", "two passes");
  }

  @Test
  void rowsThatAreGatheredInTheirOwnOrder() {
    fails(GathersInOrder.class, "gathersWhatItReads", "rows [");
  }

  @Test
  void exactRowsThatAreNot() {
    fails(RoundsTwice.class, "exactRowsRoundToTheRows", "exact rows, rounded");
  }

  @Test
  void namesThatAreIgnored() {
    fails(IgnoresOrder.class, "columnsAreFoundByNameInAnyOrder", "columns [b, a]");
  }

  @Test
  void errorsOfJava() {
    fails(ShowsJavasErrors.class, "damageEndsInADataException", "NumberFormatException");
    fails(ShowsJavasErrors.class, "refusesDamagedFiles", "NumberFormatException");
  }

  @Test
  void raggedRowsThatAreFilled() {
    fails(FillsShortRows.class, "refusesDamagedFiles", "expected a DataException, got rows");
  }

  @Test
  void refusalsWithoutThePlace() {
    fails(NamesNoFile.class, "damageEndsInADataException", "the message of a refusal");
    fails(NamesNoFile.class, "refusesWhatIsNotThere", "missing-d.table");
  }

  /** The contract of a format with a defect. */
  abstract static class WithDefect extends DatasetContract {

    private final Defect defect;

    WithDefect(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected DatasetFormat format() {
      return new PlainTable(defect);
    }

    @Override
    protected List<DatasetSample> samples() {
      return List.of(DatasetContractTest.sample());
    }
  }

  static class KnowsOneCase extends WithDefect {
    KnowsOneCase() {
      super(Defect.KNOWS_ONE_CASE);
    }
  }

  static class CountsTheHeader extends WithDefect {
    CountsTheHeader() {
      super(Defect.COUNTS_THE_HEADER);
    }
  }

  static class SharesAPosition extends WithDefect {
    SharesAPosition() {
      super(Defect.SHARES_A_POSITION);
    }
  }

  static class BeginsAtTheStart extends WithDefect {
    BeginsAtTheStart() {
      super(Defect.BEGINS_AT_THE_START);
    }
  }

  static class GathersInOrder extends WithDefect {
    GathersInOrder() {
      super(Defect.GATHERS_IN_ORDER);
    }
  }

  static class RoundsTwice extends WithDefect {
    RoundsTwice() {
      super(Defect.ROUNDS_TWICE);
    }
  }

  static class IgnoresOrder extends WithDefect {
    IgnoresOrder() {
      super(Defect.IGNORES_ORDER);
    }
  }

  static class ShowsJavasErrors extends WithDefect {
    ShowsJavasErrors() {
      super(Defect.SHOWS_JAVAS_ERRORS);
    }
  }

  static class FillsShortRows extends WithDefect {
    FillsShortRows() {
      super(Defect.FILLS_SHORT_ROWS);
    }
  }

  static class NamesNoFile extends WithDefect {
    NamesNoFile() {
      super(Defect.NAMES_NO_FILE);
    }
  }
}
