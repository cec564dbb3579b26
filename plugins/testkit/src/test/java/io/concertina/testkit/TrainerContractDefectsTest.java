package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.testkit.fixture.SmallTrainer;
import io.concertina.testkit.fixture.SmallTrainer.Fault;
import io.concertina.train.Trainer;
import org.junit.jupiter.api.Test;

/** The trainer contract must notice each of these defects, in the test that is about it. */
class TrainerContractDefectsTest {

  @Test
  void noiseThatComesFromTheClock() {
    fails(DrawsByTheClock.class, "theSameJobGivesTheSameBits", "weights of a second run");
  }

  @Test
  void slotsThatAreNotRestored() {
    fails(
        ResumesWithoutSlots.class, "aResumedRunEndsAsOneThatWasNeverInterrupted", "resumed after");
  }

  @Test
  void aCheckpointThatNobodyCompares() {
    fails(ResumesAnyRun.class, "aCheckpointOfAnotherRunIsRefused", "checkpoint of another seed");
  }

  @Test
  void aCancelledRunThatIsLost() {
    fails(LosesACancelledRun.class, "aCancelledRunKeepsTheModelSoFar", "cancelled run");
  }

  @Test
  void validationRowsThatTrain() {
    fails(TrainsOnValidationRows.class, "validationRowsNeverChangeWeights", "validation rows");
  }

  @Test
  void aHistoryWithoutTerms() {
    fails(ForgetsTerms.class, "theHistoryIsComplete", "terms of epoch 1");
  }

  @Test
  void aHistoryWithoutPhases() {
    fails(ForgetsPhases.class, "aRunInPhasesIsResumedInAnyOfThem", "phase of each epoch");
  }

  @Test
  void aHistoryThatBeginsAnew() {
    fails(BeginsHistoryAnew.class, "theHistoryContinuesThatOfTheModel", "epochs of both runs");
  }

  @Test
  void masksThatAreForgotten() {
    fails(ForgetsMasks.class, "maskedElementsStay0", "masks");
  }

  @Test
  void anEpochThatIsToldBeforeItsSteps() {
    fails(SaysEpochsFirst.class, "aListenerHearsEverythingInOrder", "what the listener heard");
  }

  @Test
  void aListenersErrorThatIsSwallowed() {
    fails(SwallowsErrors.class, "aListenerThatThrowsIsNamed", "a listener that throws");
  }

  @Test
  void anEngineThatIsLeftOpen() {
    fails(LeavesItsEngineOpen.class, "theEngineIsClosedHoweverTheRunEnds", "left open");
  }

  @Test
  void datasetsThatAreClosed() {
    fails(ClosesDatasets.class, "theCallersDatasetsStayOpen", "datasets that the trainer closed");
  }

  /** The contract of a trainer with a fault. */
  abstract static class Faulty extends TrainerContract {
    private final Fault fault;

    Faulty(Fault fault) {
      this.fault = fault;
    }

    @Override
    protected Trainer trainer() {
      return new SmallTrainer(fault);
    }
  }

  static class DrawsByTheClock extends Faulty {
    DrawsByTheClock() {
      super(Fault.DRAWS_BY_THE_CLOCK);
    }
  }

  static class ResumesWithoutSlots extends Faulty {
    ResumesWithoutSlots() {
      super(Fault.RESUMES_WITHOUT_SLOTS);
    }
  }

  static class ResumesAnyRun extends Faulty {
    ResumesAnyRun() {
      super(Fault.RESUMES_ANY_RUN);
    }
  }

  static class LosesACancelledRun extends Faulty {
    LosesACancelledRun() {
      super(Fault.LOSES_A_CANCELLED_RUN);
    }
  }

  static class TrainsOnValidationRows extends Faulty {
    TrainsOnValidationRows() {
      super(Fault.TRAINS_ON_VALIDATION_ROWS);
    }
  }

  static class ForgetsTerms extends Faulty {
    ForgetsTerms() {
      super(Fault.FORGETS_TERMS);
    }
  }

  static class ForgetsPhases extends Faulty {
    ForgetsPhases() {
      super(Fault.FORGETS_PHASES);
    }
  }

  static class BeginsHistoryAnew extends Faulty {
    BeginsHistoryAnew() {
      super(Fault.BEGINS_HISTORY_ANEW);
    }
  }

  static class ForgetsMasks extends Faulty {
    ForgetsMasks() {
      super(Fault.FORGETS_MASKS);
    }
  }

  static class SaysEpochsFirst extends Faulty {
    SaysEpochsFirst() {
      super(Fault.SAYS_EPOCHS_FIRST);
    }
  }

  static class SwallowsErrors extends Faulty {
    SwallowsErrors() {
      super(Fault.SWALLOWS_LISTENERS_ERRORS);
    }
  }

  static class LeavesItsEngineOpen extends Faulty {
    LeavesItsEngineOpen() {
      super(Fault.LEAVES_ITS_ENGINE_OPEN_ON_ERRORS);
    }
  }

  static class ClosesDatasets extends Faulty {
    ClosesDatasets() {
      super(Fault.CLOSES_DATASETS);
    }
  }
}
