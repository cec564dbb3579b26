package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds functions that treat every row of a batch by itself: what they give for a row depends on
 * that row of the inputs and on nothing else of the batch, not even its size. So they may be run on
 * any division of the batch, with the same bits.
 */
public final class RowIndependence {

  private RowIndependence() {}

  /**
   * The named size whose rows are independent of each other; empty if there is none.
   *
   * @param function what is run, with its sizes still named
   */
  public static Optional<String> of(Function function) {
    Optional<String> batch = batch(function);
    if (batch.isEmpty() || !function.updates().isEmpty()) {
      return Optional.empty();
    }
    RowFlow flow = new RowFlow(batch.get());
    Function plain = Rewrites.inlineComposites(function, _ -> false);
    boolean inRows =
        function.parameters(Source.Kind.INPUT).stream()
                .allMatch(input -> flow.isShared(input) || isOneRowEach(flow, input))
            && plain.outputs().values().stream().allMatch(output -> isOneRowEach(flow, output));
    return inRows && flow.staysInRow(plain) ? batch : Optional.empty();
  }

  /** The one named size of a function's inputs. */
  static Optional<String> batch(Function function) {
    Set<String> names = new TreeSet<>();
    for (Value input : function.parameters(Source.Kind.INPUT)) {
      for (Dim dim : input.shape().dims()) {
        names.addAll(dim.symbols());
      }
    }
    return names.size() == 1 ? Optional.of(names.iterator().next()) : Optional.empty();
  }

  /** Whether a value has the batch on its first axis, a position for each row. */
  static boolean isOneRowEach(RowFlow flow, Value value) {
    return flow.axis(value) == 0 && value.shape().dim(0).factor() == 1;
  }
}
