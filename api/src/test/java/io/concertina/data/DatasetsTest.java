package io.concertina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.DataException;
import io.concertina.data.StreamSpec.Role;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of them once over a dataset in memory and once over one that is read in passes. */
class DatasetsTest {

  private static final Shape ONE = Shape.of(1);

  private static Dataset dataset(boolean indexed, String name, float... values) {
    MemoryDataset memory = MemoryDataset.of(name, Tensor.of(Shape.of(values.length, 1), values));
    return indexed ? memory : new InPasses(memory);
  }

  /** Can be read in passes only, at most two rows at a time. */
  private record InPasses(Dataset rows) implements Dataset {

    @Override
    public String name() {
      return rows.name();
    }

    @Override
    public Schema schema() {
      return rows.schema();
    }

    @Override
    public long size() {
      return rows.size();
    }

    @Override
    public List<String> notes() {
      return List.of("note of " + rows.name());
    }

    @Override
    public RowReader read() {
      RowReader reader = rows.read();
      return (target, count) -> reader.read(target, Math.min(count, 2));
    }
  }

  private static List<Tensor> read(Dataset data) {
    List<Tensor> streams = new ArrayList<>();
    data.forEachBatch(
        100, batch -> batch.tensors().values().forEach(tensor -> streams.add(tensor.copy())));
    return streams;
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  private static Tensor whole(int... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void joinedRowsHaveTheStreamsOfAllParts(boolean indexed) {
    Dataset noisy = dataset(indexed, "noisy", 1, 2, 3);
    Dataset clean = dataset(true, "clean", 4, 5, 6);
    Dataset pairs =
        Datasets.join(
            noisy, List.of(Datasets.renamed(clean, x -> x.as(Schema.TARGET, Role.TARGET))));
    assertThat(pairs).isInstanceOf(Dataset.class);
    assertThat(pairs instanceof IndexedDataset).isEqualTo(indexed);
    assertThat(pairs.schema().streams())
        .extracting(StreamSpec::name)
        .containsExactly("x", "target");
    assertThat(read(pairs)).containsExactly(column(1, 2, 3), column(4, 5, 6));
    assertThat(read(pairs.rows(1, 2))).containsExactly(column(2, 3), column(5, 6));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void partsOfDifferentSizesAreAnError(boolean indexed) {
    Dataset labels = Datasets.label(dataset(indexed, "labels", 0, 1), "label");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.join(dataset(indexed, "rows", 1, 2, 3), List.of(labels)))
        .withMessageContaining("labels: expected 3 rows as in rows, got 2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoStreamsOfOneNameAreAnError(boolean indexed) {
    Dataset rows = dataset(indexed, "rows", 1);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.join(rows, List.of(rows)))
        .withMessageContaining("two named x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chosenRowsKeepAllStreams(boolean indexed) {
    Dataset chosen = Datasets.select(labelled(indexed), new int[] {1, 2, 4});
    assertThat(chosen.size()).isEqualTo(3);
    assertThat(read(chosen)).containsExactly(column(20, 30, 50), whole(1, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsAreChosenByValue(boolean indexed) {
    assertThat(read(Datasets.where(labelled(indexed), "label", "1.0")))
        .containsExactly(column(20, 60), whole(1, 1));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.where(labelled(indexed), "label", "7"))
        .withMessageContaining("expected at least one row of value 7, got none");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamCanBeLeftOut(boolean indexed) {
    assertThat(read(Datasets.without(labelled(indexed), "label")))
        .containsExactly(column(10, 20, 30, 40, 50, 60));
    assertThat(read(Datasets.without(labelled(indexed), "x")))
        .containsExactly(whole(0, 1, 0, 2, 2, 1));
    assertThat(read(Datasets.only(labelled(indexed), Set.of("label"))))
        .containsExactly(whole(0, 1, 0, 2, 2, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsOfOneValueStayTogetherInASplit(boolean indexed) {
    Datasets.Split split = Datasets.split(labelled(indexed), "label", 0.3);
    assertThat(read(split.training())).containsExactly(column(10, 30, 40, 50), whole(0, 0, 2, 2));
    assertThat(read(split.held())).containsExactly(column(20, 60), whole(1, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSplitThatLeavesNothingIsAnError(boolean indexed) {
    Dataset same =
        Datasets.join(
            dataset(indexed, "rows", 1, 2),
            List.of(Datasets.label(dataset(indexed, "groups", 5, 5), "group")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.split(same, "group", 0.5))
        .withMessageContaining("rows stream group")
        .withMessageContaining("take a smaller share or another column");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wholeNumbersBecomeALabel(boolean indexed) {
    assertThat(read(Datasets.label(dataset(indexed, "l", 3, Float.NaN, -1), "label")))
        .containsExactly(whole(3, StreamSpec.NO_LABEL, -1));
    Dataset decimals = Datasets.label(dataset(indexed, "l", 3, 0.5f), "label");
    assertThat(decimals.schema().stream("label").role()).isEqualTo(Role.LABEL);
    assertThat(read(decimals)).containsExactly(column(3, 0.5f));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void numbersBecomeAKey(boolean indexed) {
    Dataset keys = Datasets.key(dataset(indexed, "k", 3, 0.5f), "keys");
    assertThat(keys.schema())
        .isEqualTo(
            Schema.of(
                new StreamSpec("keys", Role.KEY, StreamSpec.Kind.TEXT, ONE, Elements.unknown())));
    List<String> texts = new ArrayList<>();
    keys.forEachBatch(1, batch -> texts.add(batch.texts(0)[0]));
    assertThat(texts).containsExactly("3", "0.5");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRenamedStreamKeepsItsKind(boolean indexed) {
    Dataset rows = dataset(indexed, "rows", 1);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Datasets.renamed(rows, x -> StreamSpec.label("label")))
        .withMessageContaining("expected F32 [1], got I32 [1]");
  }

  private static Dataset labelled(boolean indexed) {
    Dataset labels = Datasets.label(dataset(indexed, "labels", 0, 1, 0, 2, 2, 1), "label");
    return Datasets.join(dataset(indexed, "rows", 10, 20, 30, 40, 50, 60), List.of(labels));
  }
}
