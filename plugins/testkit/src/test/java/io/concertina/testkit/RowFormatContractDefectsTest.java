package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.data.DatasetFormat;
import io.concertina.data.RowFormat;
import io.concertina.testkit.fixture.PlainRows;
import io.concertina.testkit.fixture.PlainRows.Defect;
import io.concertina.testkit.fixture.PlainTable;
import org.junit.jupiter.api.Test;

/** The contract of rows must notice each of these defects, in the test that is about it. */
class RowFormatContractDefectsTest {

  @Test
  void aNameInCapitals() {
    fails(Shouts.class, "itsNameAndItsEndingsAreLowerCase", "Table");
  }

  @Test
  void endingsOfOneCase() {
    fails(KnowsOneCase.class, "itAcceptsItsEndingsInAnyCase", "upper case");
  }

  @Test
  void roundedNumbers() {
    fails(Rounds.class, "whatIsReadIsWhatWasWritten", "rows of 1");
  }

  @Test
  void aSecondPieceThatIsLost() {
    fails(ForgetsPieces.class, "piecesMakeNoDifference", "elements read");
  }

  @Test
  void keysThatAreLeftOut() {
    fails(DropsKeys.class, "keysComeBackOrAreRefused", "");
  }

  @Test
  void aFileThatIsThereTooEarly() {
    fails(WritesInPlace.class, "aFileIsInItsPlaceAfterTheCommit", "before the commit");
    fails(WritesInPlace.class, "withoutACommitTheOldFileStays", "");
  }

  @Test
  void aWrongSize() {
    fails(Miscounts.class, "aFileIsInItsPlaceAfterTheCommit", "what the commit tells");
  }

  @Test
  void anErrorOfJavas() {
    fails(ShowsJavasErrors.class, "aFolderThatIsNotThereIsAnErrorOfOneLine", "directory");
  }

  @Test
  void rowsThatAreHeldBack() {
    fails(HoldsBack.class, "aStreamHasEveryRowAfterEachWrite", "second row");
  }

  /** The contract of a format with a defect. */
  abstract static class With extends RowFormatContract {

    private final Defect defect;

    With(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected RowFormat format() {
      return new PlainRows(defect);
    }

    @Override
    protected DatasetFormat reader() {
      return new PlainTable();
    }
  }

  static class Shouts extends With {
    Shouts() {
      super(Defect.SHOUTS);
    }
  }

  static class KnowsOneCase extends With {
    KnowsOneCase() {
      super(Defect.KNOWS_ONE_CASE);
    }
  }

  static class Rounds extends With {
    Rounds() {
      super(Defect.ROUNDS);
    }
  }

  static class ForgetsPieces extends With {
    ForgetsPieces() {
      super(Defect.FORGETS_PIECES);
    }
  }

  static class DropsKeys extends With {
    DropsKeys() {
      super(Defect.DROPS_KEYS);
    }
  }

  static class WritesInPlace extends With {
    WritesInPlace() {
      super(Defect.WRITES_IN_PLACE);
    }
  }

  static class Miscounts extends With {
    Miscounts() {
      super(Defect.MISCOUNTS);
    }
  }

  static class ShowsJavasErrors extends With {
    ShowsJavasErrors() {
      super(Defect.SHOWS_JAVAS_ERRORS);
    }
  }

  static class HoldsBack extends With {
    HoldsBack() {
      super(Defect.HOLDS_BACK);
    }
  }
}
