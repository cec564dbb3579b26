package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of broadcasting and reshaping, over shapes with and without names. */
class BroadcastPropertiesTest {

  private static final Map<String, Integer> SIZES = Map.of("batch", 5, "time", 3);

  /** A shape that broadcasts to another: some axes shrunk to 1, some leading ones dropped. */
  private static Shape shrunk(Shape shape, int mask, int dropped) {
    List<Dim> dims = new ArrayList<>();
    for (int axis = Math.min(dropped, shape.rank()); axis < shape.rank(); axis++) {
      dims.add((mask >> axis & 1) == 1 ? Dim.of(1) : shape.dim(axis));
    }
    return new Shape(dims);
  }

  private static Ops declaring(Shape... shapes) {
    Ops ops = new Ops();
    for (Shape shape : shapes) {
      ops.input("x" + ops.parameters().size(), TensorType.f32(shape));
    }
    return ops;
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void operandsMeetAtAShapeThatBothBroadcastTo(
      @ForAll("shapes") Shape shape,
      @ForAll @IntRange(max = 15) int mask,
      @ForAll @IntRange(max = 15) int other,
      @ForAll @IntRange(max = 4) int dropped) {
    Ops ops = declaring(shrunk(shape, mask, 0), shrunk(shape, other, dropped));
    Value x = ops.parameters().get(0);
    Value y = ops.parameters().get(1);
    Shape common = ops.add(x, y).shape();
    assertThat(ops.add(y, x).shape()).isEqualTo(common);
    assertThat(ops.broadcast(x, common).shape()).isEqualTo(common);
    assertThat(ops.broadcast(y, common).shape()).isEqualTo(common);
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean stretched = (mask >> axis & 1) == 0 || (axis >= dropped && (other >> axis & 1) == 0);
      assertThat(common.dim(axis)).isEqualTo(stretched ? shape.dim(axis) : Dim.of(1));
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void bindingNamesAndBroadcastingCommute(
      @ForAll("shapes") Shape shape,
      @ForAll @IntRange(max = 15) int mask,
      @ForAll @IntRange(max = 15) int other) {
    Shape a = shrunk(shape, mask, 0);
    Shape b = shrunk(shape, other, 0);
    Ops named = declaring(a, b);
    Ops bound = declaring(a.bind(SIZES), b.bind(SIZES));
    Shape afterwards = named.mul(named.parameters().get(0), named.parameters().get(1)).shape();
    Shape before = bound.mul(bound.parameters().get(0), bound.parameters().get(1)).shape();
    assertThat(afterwards.bind(SIZES)).isEqualTo(before);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void neighbouringAxesMergeAndPartAgain(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int from) {
    int at = Math.min(from, Math.max(0, shape.rank() - 2));
    int to = Math.min(at + 2, shape.rank());
    List<Dim> dims = new ArrayList<>(shape.slice(0, at).dims());
    dims.add(shape.slice(at, to).elements());
    dims.addAll(shape.slice(to, shape.rank()).dims());
    Ops ops = declaring(shape);
    Value merged = ops.reshape(ops.parameters().getFirst(), new Shape(dims));
    assertThat(merged.shape().elements()).isEqualTo(shape.elements());
    assertThat(ops.reshape(merged, shape).shape()).isEqualTo(shape);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theNumberOfElementsIsTheProductOfTheBoundSizes(@ForAll("shapes") Shape shape) {
    assertThat(shape.bind(SIZES).size()).isEqualTo(shape.elements().bind(SIZES).size());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void sumsDropTheirAxesWhateverTheOrder(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 15) int mask) {
    Ops ops = declaring(shape);
    List<Integer> axes = new ArrayList<>();
    List<Dim> kept = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if ((mask >> axis & 1) == 1) {
        axes.addFirst(axis - shape.rank());
      } else {
        kept.add(shape.dim(axis));
      }
    }
    int[] given = axes.stream().mapToInt(Integer::intValue).toArray();
    assertThat(ops.sum(ops.parameters().getFirst(), given).shape()).isEqualTo(new Shape(kept));
  }

  @Provide
  static Arbitrary<Shape> shapes() {
    Arbitrary<Dim> fixed = Arbitraries.integers().between(0, 7).map(Dim::of);
    Arbitrary<Dim> named = Arbitraries.of("batch", "time").map(Dim::named);
    return Arbitraries.oneOf(fixed, named).list().ofMaxSize(4).map(Shape::new);
  }
}
