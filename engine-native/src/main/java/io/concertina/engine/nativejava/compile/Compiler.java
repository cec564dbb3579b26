package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.ir.Bodies;
import io.concertina.ir.Control;
import io.concertina.ir.Function;
import io.concertina.ir.rewrite.Rewrites;
import java.util.Map;
import java.util.TreeMap;

/** Compiles functions to plans. */
public final class Compiler {

  private Compiler() {}

  /**
   * The plan of a function for given sizes.
   *
   * @param function what to run
   * @param sizes number by dimension name; every name occurs
   */
  public static Plan compile(Function function, Map<String, Integer> sizes) {
    Function bound = Rewrites.specialize(function, sizes);
    Function plain = Underflow.flushed(Rewrites.inlineComposites(bound, FusedComposites::contain));
    Function lean = withLeanLoops(Rewrites.simplify(plain));
    Function simple = Rewrites.simplify(PaddedParts.joined(Rectifiers.unmasked(lean)));
    Accesses accesses = new Accesses(simple);
    Demand demand = new Demand(simple, accesses);
    Fusion fusion = new Fusion(accesses, demand);
    Schedule schedule = new Schedule(simple, demand, fusion);
    Storage storage = new Storage(simple, demand, schedule);
    String name = sizes.isEmpty() ? function.name() : function.name() + " " + new TreeMap<>(sizes);
    return new PlanEmission(simple, demand, fusion, schedule, storage).plan(name);
  }

  /**
   * What an expanded composite does alike in every step goes in front of the loop, and so do the
   * products of slices, which are more than twice as fast in one than step by step.
   */
  private static Function withLeanLoops(Function simple) {
    return Bodies.contain(simple, Control.class)
        ? Rewrites.simplify(
            Rewrites.hoistProducts(Rewrites.simplify(Rewrites.hoist(simple)), _ -> true))
        : simple;
  }
}
