package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.model.LayerCount;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.testkit.LayerCountContractTest.Zeros;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of counts must notice each of these defects. */
class LayerCountContractDefectsTest {

  @Test
  void wordsOfTwoLines() {
    fails(Chatters.class, "itsNameIsLowerCaseAndItsWordsAreOneLine", "two");
  }

  @Test
  void aLayerThatIsNotThere() {
    fails(Invents.class, "itCountsInLayersOfTheModel", "layers");
  }

  @Test
  void lessThanNothing() {
    fails(BelowNothing.class, "itCountsInLayersOfTheModel", "counts");
  }

  @Test
  void aCountThatRemembers() {
    fails(Remembers.class, "theSameModelGivesTheSameCounts", "counted again");
  }

  /** The contract of a count that is the same for every model. */
  abstract static class With extends LayerCountContract {

    abstract Map<String, Long> counts(Model model);

    @Override
    protected LayerCount count() {
      return new Zeros() {
        @Override
        public Map<String, Long> of(Model model) {
          return counts(model);
        }
      };
    }

    @Override
    protected ModelSpec layers() {
      return LayerCountContractTest.LAYERS;
    }

    static String layer(Model model) {
      return model.spec().layers().keySet().iterator().next();
    }
  }

  static class Chatters extends LayerCountContract {
    @Override
    protected LayerCount count() {
      return new Zeros() {
        @Override
        public String words() {
          return "one\ntwo";
        }
      };
    }

    @Override
    protected ModelSpec layers() {
      return LayerCountContractTest.LAYERS;
    }
  }

  static class Invents extends With {
    @Override
    Map<String, Long> counts(Model model) {
      return Map.of("encoder/nowhere", 1L);
    }
  }

  static class BelowNothing extends With {
    @Override
    Map<String, Long> counts(Model model) {
      return Map.of(layer(model), -1L);
    }
  }

  static class Remembers extends With {

    private long calls;

    @Override
    Map<String, Long> counts(Model model) {
      return Map.of(layer(model), calls++);
    }
  }
}
