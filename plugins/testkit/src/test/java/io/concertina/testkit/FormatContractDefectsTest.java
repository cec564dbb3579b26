package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Preprocessing;
import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.ir.Tensor;
import io.concertina.model.Blueprint;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Provenance;
import io.concertina.model.Scalings;
import io.concertina.testkit.fixture.PlainFormat;
import io.concertina.testkit.fixture.PlainFormat.Flaw;
import io.concertina.testkit.fixture.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The format contract must notice each of these defects, in the test that is about it. */
class FormatContractDefectsTest {

  /** The test fails for these samples and passes for the others. */
  private static void fails(
      Class<? extends FormatContract> contract, String test, String... samples) {
    Verdict verdict = Verdict.of(contract, test);
    assertThat(verdict.failures().stream().map(failure -> failure.split(": ", 2)[0]))
        .containsExactlyInAnyOrder(samples);
  }

  @Test
  void masksThatAreDropped() {
    fails(DropsMasks.class, "keepsTheMasks", "masked");
    fails(DropsMasks.class, "keepsEveryBitOfTheWeights");
  }

  @Test
  void weightsThatAreRounded() {
    fails(
        RoundsWeights.class, "keepsEveryBitOfTheWeights", "trained", "masked", "with odd numbers");
    fails(RoundsWeights.class, "keepsTheMasks");
  }

  @Test
  void bitsOfANanThatAreNotKept() {
    fails(OneNan.class, "keepsEveryBitOfTheWeights", "with odd numbers");
  }

  @Test
  void aHistoryThatIsLostOrSorted() {
    fails(LosesHistory.class, "keepsTheHistoryAndTheOrderOfItsValues", "trained", "masked");
    fails(SortsHistory.class, "keepsTheHistoryAndTheOrderOfItsValues", "trained", "masked");
  }

  @Test
  void factsThatAreTrimmed() {
    fails(TrimsFacts.class, "keepsTheFacts", "trained", "masked");
  }

  @Test
  void preprocessingThatForgetsMissingCells() {
    fails(ForgetsFilling.class, "keepsTheScalings", "trained", "masked", "with streams");
  }

  @Test
  void namesOfColumnsAmongWhatIsLost() {
    fails(LosesColumns.class, "keepsTheStreams", "trained", "masked", "with streams");
    fails(LosesColumns.class, "keepsEverythingElse", "trained", "masked", "with streams");
  }

  @Test
  void aTargetThatIsScaledLikeTheFeature() {
    fails(OneScaling.class, "keepsTheScalings", "with streams");
  }

  @Test
  void aPlanThatIsLost() {
    fails(LosesThePlan.class, "keepsThePlan", "trained", "masked");
  }

  @Test
  void bytesThatDifferEachTime() {
    fails(
        NeverTheSame.class,
        "givesTheSameBytesAgain",
        "fresh",
        "trained",
        "masked",
        "with odd numbers",
        "with streams");
  }

  @Test
  void anOldFileThatIsOverwrittenInPlace() {
    fails(InPlace.class, "aFailureToWriteLeavesTheOldFile", "aFailureToWriteLeavesTheOldFile()");
  }

  @Test
  void damageThatIsIgnored() {
    Verdict verdict = Verdict.of(IgnoresDamage.class, "aFileThatIsDamagedIsRefused");
    assertThat(verdict.failures())
        .hasSize(1)
        .allSatisfy(failure -> assertThat(failure).containsPattern("change \\d+ of seed 11"));
  }

  @Test
  void optionsThatAreIgnored() {
    fails(IgnoresOptions.class, "roundsKernelsByNoMoreThanItSays", "F16", "INT8");
  }

  @Test
  void aStreamThatIsClosed() {
    fails(
        ClosesStreams.class,
        "aStreamGetsTheBytesOfAFileAndStaysOpen",
        "aStreamGetsTheBytesOfAFileAndStaysOpen()");
    fails(
        ClosesStreams.class,
        "aStreamIsReadToItsEndAndStaysOpen",
        "aStreamIsReadToItsEndAndStaysOpen()");
  }

  @Test
  void aStreamThatLacksItsLastByte() {
    fails(
        StopsBeforeTheEnd.class,
        "aStreamGetsTheBytesOfAFileAndStaysOpen",
        "aStreamGetsTheBytesOfAFileAndStaysOpen()");
  }

  @Test
  void strangersThatAreIgnored() {
    fails(IgnoresStrangers.class, "partsThatItDoesNotKnowAreRefusedByName", "colour");
  }

  @Test
  void errorsOfAnotherKind() {
    fails(
        ShowsWhatMakersSay.class,
        "layersThatNobodyKnowsAreRefusedByName",
        "layersThatNobodyKnowsAreRefusedByName()");
  }

  /** The contract of a format that is wrong. */
  abstract static class Wrong extends FormatContractTest {

    private final PlainFormat format;

    Wrong(PlainFormat format) {
      this.format = format;
    }

    @Override
    protected ModelReader reader() {
      return format;
    }

    @Override
    protected ModelWriter writer() {
      return format;
    }
  }

  static class DropsMasks extends Wrong {
    DropsMasks() {
      super(PlainFormat.losing(m -> m.with(m.weights(), Map.of(), m.history())));
    }
  }

  static class RoundsWeights extends Wrong {
    RoundsWeights() {
      super(changingWeights(x -> Float.isFinite(x) ? Math.round(x * 4096) / 4096f : x));
    }
  }

  static class OneNan extends Wrong {
    OneNan() {
      super(changingWeights(x -> Float.isNaN(x) ? Float.NaN : x));
    }
  }

  static class LosesHistory extends Wrong {
    LosesHistory() {
      super(PlainFormat.losing(m -> m.with(m.weights(), History.empty())));
    }
  }

  static class SortsHistory extends Wrong {
    SortsHistory() {
      super(PlainFormat.losing(m -> m.with(m.weights(), sorted(m.history()))));
    }

    private static History sorted(History history) {
      return new History(
          history.epochs().stream()
              .map(epoch -> new Epoch(epoch.number(), new TreeMap<>(epoch.values())))
              .toList());
    }
  }

  static class TrimsFacts extends Wrong {
    TrimsFacts() {
      super(PlainFormat.losing(m -> m.with(trimmed(m.provenance()))));
    }

    private static Provenance trimmed(Provenance provenance) {
      Map<String, String> trimmed = new TreeMap<>(provenance.facts());
      trimmed.replaceAll((_, fact) -> fact.replace("\t", ""));
      return new Provenance(provenance.history(), provenance.plan(), trimmed);
    }
  }

  static class LosesThePlan extends Wrong {
    LosesThePlan() {
      super(PlainFormat.losing(m -> m.with(m.provenance().with(Map.of()))));
    }
  }

  static class LosesColumns extends Wrong {
    LosesColumns() {
      super(
          PlainFormat.losing(
              m -> with(m, m.spec().withColumns(List.of()), m.scalings(), m.provenance())));
    }
  }

  static class ForgetsFilling extends Wrong {
    ForgetsFilling() {
      super(
          PlainFormat.losing(
              m -> {
                Preprocessing p = m.preprocessing();
                Preprocessing poorer = new Preprocessing(p.fill(), p.offset(), p.factor(), false);
                return with(m, new Scalings(poorer, m.scalings().target()), m.provenance());
              }));
    }
  }

  static class OneScaling extends Wrong {
    OneScaling() {
      super(PlainFormat.losing(m -> with(m, Scalings.of(m.preprocessing()), m.provenance())));
    }
  }

  static class NeverTheSame extends Wrong {
    NeverTheSame() {
      super(PlainFormat.with(Flaw.NEVER_WRITES_THE_SAME));
    }
  }

  static class InPlace extends Wrong {
    InPlace() {
      super(PlainFormat.with(Flaw.WRITES_IN_PLACE));
    }
  }

  static class IgnoresDamage extends Wrong {
    IgnoresDamage() {
      super(PlainFormat.with(Flaw.IGNORES_DAMAGE));
    }
  }

  static class IgnoresOptions extends Wrong {
    IgnoresOptions() {
      super(PlainFormat.with(Flaw.IGNORES_OPTIONS));
    }
  }

  static class ClosesStreams extends Wrong {
    ClosesStreams() {
      super(PlainFormat.with(Flaw.CLOSES_STREAMS));
    }
  }

  static class StopsBeforeTheEnd extends Wrong {
    StopsBeforeTheEnd() {
      super(PlainFormat.with(Flaw.STOPS_BEFORE_THE_END));
    }
  }

  static class IgnoresStrangers extends Wrong {
    IgnoresStrangers() {
      super(PlainFormat.with(Flaw.IGNORES_STRANGERS));
    }
  }

  static class ShowsWhatMakersSay extends Wrong {
    ShowsWhatMakersSay() {
      super(PlainFormat.with(Flaw.SHOWS_WHAT_MAKERS_SAY));
    }
  }

  private static PlainFormat changingWeights(UnaryOperator<Float> change) {
    return PlainFormat.losing(
        model -> {
          Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
          weights.replaceAll(
              (_, weight) -> {
                float[] elements = weight.toFloats();
                for (int i = 0; i < elements.length; i++) {
                  elements[i] = change.apply(elements[i]);
                }
                return Tensor.of(weight.shape(), elements);
              });
          return model.with(weights, model.history());
        });
  }

  private static Model with(Model model, Scalings scalings, Provenance provenance) {
    return with(model, model.spec(), scalings, provenance);
  }

  private static Model with(Model model, ModelSpec spec, Scalings scalings, Provenance provenance) {
    return Model.of(Blueprint.of(spec, scalings), model.weights(), model.masks(), provenance);
  }
}
