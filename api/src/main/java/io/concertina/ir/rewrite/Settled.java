package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.HashSet;
import java.util.Set;

/**
 * The values of a function that are the same in every run for as long as nobody writes to its
 * residents: they depend on constants and on residents that the function itself leaves alone, and
 * neither on an input nor on the size of a named dimension.
 */
public final class Settled {

  private final Function function;
  private final Set<Value> values = new HashSet<>();

  private Settled(Function function) {
    this.function = function;
    for (Node node : function.nodes()) {
      if (isSettled(node)) {
        values.addAll(node.results());
      }
    }
  }

  /** Those of a function. */
  public static Settled of(Function function) {
    return new Settled(function);
  }

  /** True if the value is the same in every run. */
  public boolean contains(Value value) {
    return values.contains(value);
  }

  private boolean isSettled(Node node) {
    return node.results().stream().allMatch(value -> value.shape().isFixed())
        && switch (node.op()) {
          case Source source -> isSettled(source);
          case Elementwise _, Reduction _, Layout _, Contraction _, Windowed _, Composite _ ->
              values.containsAll(node.operands());
        };
  }

  private boolean isSettled(Source source) {
    return switch (source) {
      case Source.Parameter(String name, Source.Kind kind) ->
          kind == Source.Kind.RESIDENT && !function.updates().containsKey(name);
      case Source.Constant _, Source.Iota _ -> true;
      case Source.RandomBits _, Source.DimSize _ -> false;
    };
  }
}
