package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.ir.Tensor;
import io.concertina.metric.CodeStatistic;
import io.concertina.testkit.CodeStatisticContractTest.Counting;
import io.concertina.testkit.CodeStatisticContractTest.Largest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of code statistics must notice each of these defects. */
class CodeStatisticContractDefectsTest {

  @Test
  void aNameInCapitals() {
    fails(Shouts.class, "namesAreLowerCase", "Largest");
  }

  @Test
  void aNumberOfTheLastPiece() {
    fails(OfTheLastPiece.class, "piecesMakeNoDifference", "in pieces");
  }

  @Test
  void countersThatShareTheirCount() {
    fails(Shares.class, "countersAreApart", "after another counter");
  }

  @Test
  void nothingBeforeTheFirstCode() {
    fails(Waits.class, "thereAreNumbersBeforeTheFirstCode", "");
  }

  @Test
  void anyWidthIsWelcome() {
    fails(TakesAll.class, "anotherWidthIsAnError", "");
  }

  /** The contract of a statistic that makes counters of its own. */
  abstract static class With extends CodeStatisticContract {

    abstract CodeStatistic.Counter counter(int units);

    @Override
    protected CodeStatistic statistic() {
      return new Largest() {
        @Override
        public Counter counter(int units) {
          return With.this.counter(units);
        }
      };
    }
  }

  static class Shouts extends CodeStatisticContract {
    @Override
    protected CodeStatistic statistic() {
      return new Largest() {
        @Override
        public String name() {
          return "Largest";
        }
      };
    }
  }

  static class OfTheLastPiece extends With {
    @Override
    CodeStatistic.Counter counter(int units) {
      return new Counting(units) {
        private float first;

        @Override
        public void add(Tensor codes) {
          first = codes.floatAt(0);
        }

        @Override
        public Map<String, Number> values() {
          return Map.of("first", first);
        }
      };
    }
  }

  static class Shares extends With {

    private int codes;

    @Override
    CodeStatistic.Counter counter(int units) {
      return new Counting(units) {
        @Override
        public void add(Tensor more) {
          codes += more.shape().dim(0).size();
        }

        @Override
        public Map<String, Number> values() {
          return Map.of("codes", codes);
        }
      };
    }
  }

  static class Waits extends With {
    @Override
    CodeStatistic.Counter counter(int units) {
      return new Counting(units) {
        private boolean any;

        @Override
        public void add(Tensor codes) {
          super.add(codes);
          any = true;
        }

        @Override
        public Map<String, Number> values() {
          return any ? super.values() : Map.of();
        }
      };
    }
  }

  static class TakesAll extends With {
    @Override
    CodeStatistic.Counter counter(int units) {
      return new Counting(units) {
        @Override
        public void add(Tensor codes) {
          // Takes whatever comes.
        }
      };
    }
  }
}
