package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.testkit.fixture.PlainCheckpoints;
import io.concertina.testkit.fixture.PlainCheckpoints.Defect;
import io.concertina.train.CheckpointFormat;
import org.junit.jupiter.api.Test;

/** The contract of checkpoints must notice each of these defects, in the test that is about it. */
class CheckpointContractDefectsTest {

  @Test
  void aCheckpointThatNobodySaved() {
    fails(InventsOne.class, "thereIsNoneBeforeTheFirst", "");
  }

  @Test
  void zerosWithoutASign() {
    fails(LosesSigns.class, "everyBitOfTheNewestComesBack", "bits of residents");
  }

  @Test
  void theFirstOneForEver() {
    fails(KeepsTheFirst.class, "theNewestReplacesTheOneBefore", "step");
  }

  @Test
  void oneFileForAllRuns() {
    fails(SharesAFile.class, "runsInTwoDirectoriesAreApart", "step");
  }

  @Test
  void tensorsThatAreReadTooLate() {
    fails(ReadsLate.class, "whatIsReadIsWhatWasThereWhenItWasSaved", "");
  }

  @Test
  void aHalfFileThatPasses() {
    fails(FillsUp.class, "aFileThatIsCutShortIsAnErrorOfOneLine", "half there");
  }

  /** The contract of a format with a defect. */
  abstract static class With extends CheckpointContract {

    private final Defect defect;

    With(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected CheckpointFormat format() {
      return new PlainCheckpoints(defect);
    }
  }

  static class InventsOne extends With {
    InventsOne() {
      super(Defect.INVENTS_ONE);
    }
  }

  static class LosesSigns extends With {
    LosesSigns() {
      super(Defect.LOSES_SIGNS);
    }
  }

  static class KeepsTheFirst extends With {
    KeepsTheFirst() {
      super(Defect.KEEPS_THE_FIRST);
    }
  }

  static class SharesAFile extends With {
    SharesAFile() {
      super(Defect.SHARES_A_FILE);
    }
  }

  static class ReadsLate extends With {
    ReadsLate() {
      super(Defect.READS_LATE);
    }
  }

  static class FillsUp extends With {
    FillsUp() {
      super(Defect.FILLS_UP);
    }
  }
}
