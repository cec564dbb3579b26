package io.concertina.engine.tensorflow;

import io.concertina.ConcertinaException;
import io.concertina.EngineException;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/**
 * Writes one function, specialised and without composites, into a graph.
 *
 * <p>Each resident is read once. If the function has updates, a barrier waits for every read, every
 * output and every new value; only then anything is assigned. So all reads see the state before the
 * run, and a run that fails changes nothing. What is stored under a condition stays behind a
 * switch.
 */
final class Lowering {

  private final Function function;
  private final TensorflowResidents residents;
  private final GraphWriter writer;
  private final SourceLowering sources;
  private final List<Storing> stored;

  private Lowering(Function function, TensorflowResidents residents, Ops ops) {
    this.function = function;
    this.residents = residents;
    this.writer = new GraphWriter(ops);
    this.sources = new SourceLowering(writer, residents);
    this.stored = Storing.of(function);
  }

  static BoundProgram lower(Function function, TensorflowResidents residents) {
    return residents.extend(ops -> new Lowering(function, residents, ops).lower());
  }

  private BoundProgram lower() {
    Function computed = computed();
    Set<Value> used = used(computed);
    for (Node node : computed.nodes()) {
      if (!(node.op() instanceof Source.Parameter) || used.contains(node.result())) {
        lowerOrExplain(node);
        if (!(node.op() instanceof Source)) {
          writer.endNode(node);
        }
      }
    }
    List<BoundProgram.Fetch> fetches = new ArrayList<>();
    function
        .outputs()
        .forEach(
            (name, value) ->
                fetches.add(new BoundProgram.Fetch(name, value.type(), fetched(value).asOutput())));
    return new BoundProgram(function, residents, sources, fetches, targets(fetches));
  }

  /** The part of the function that is computed before anything is stored. */
  private Function computed() {
    Map<String, Value> results = new LinkedHashMap<>();
    function.outputs().forEach((name, value) -> results.put("output " + name, value));
    for (Storing storing : stored) {
      storing.needed().forEach(value -> results.put("stored " + results.size(), value));
    }
    return new Function(function.name(), function.parameters(), results, Map.of());
  }

  /** The values that a function's graph needs; the key of random bits is read by the host alone. */
  static Set<Value> used(Function function) {
    Set<Value> used = new HashSet<>(function.results());
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.RandomBits)) {
        used.addAll(node.operands());
      }
    }
    return used;
  }

  /** TensorFlow refuses to fetch the very tensor that it was fed. */
  private Operand<? extends TType> fetched(Value value) {
    Operand<? extends TType> operand = writer.full(value);
    return sources.isFed(operand) ? writer.anywhere().identity(operand) : operand;
  }

  private void lowerOrExplain(Node node) {
    try {
      lower(node);
    } catch (ConcertinaException known) {
      throw known;
    } catch (RuntimeException failure) {
      String where = node.scope().isEmpty() ? function.name() : node.scope();
      throw new EngineException(
          where + ": TensorFlow cannot express " + node.op() + ": " + Failures.reason(failure),
          failure);
    }
  }

  private void lower(Node node) {
    switch (node.op()) {
      case Source source -> writer.put(node.result(), sources.lower(source, node));
      case Elementwise elementwise ->
          writer.put(node.result(), ElementwiseLowering.lower(elementwise, node, writer));
      case Reduction reduction -> ReductionLowering.lower(reduction, node, writer);
      case Layout layout -> writer.put(node.result(), LayoutLowering.lower(layout, node, writer));
      case Contraction contraction ->
          writer.put(node.result(), ContractionLowering.lower(contraction, node, writer));
      case Windowed windowed ->
          writer.put(node.result(), WindowedLowering.lower(windowed, node, writer));
      case Composite composite ->
          throw new EngineException(
              function.name(), "composites expanded before lowering", composite.name());
    }
  }

  /** The one operation to run for all updates to be stored; none if there are no updates. */
  private List<Op> targets(List<BoundProgram.Fetch> fetches) {
    if (stored.isEmpty()) {
      return List.of();
    }
    List<UpdateLowering> updates =
        stored.stream().map(each -> new UpdateLowering(each, writer, residents)).toList();
    List<Op> awaited = new ArrayList<>(sources.reads().values());
    fetches.forEach(fetch -> awaited.add(fetch.from()));
    updates.forEach(update -> awaited.addAll(update.computed()));
    Op barrier = writer.anywhere().withControlDependencies(awaited).noOp();
    List<Op> done = new ArrayList<>();
    updates.forEach(update -> done.addAll(update.store(barrier)));
    return List.of(writer.anywhere().withControlDependencies(done).noOp());
  }
}
