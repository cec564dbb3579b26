package io.concertina.ir.grad;

import io.concertina.ir.Bodies;
import io.concertina.ir.Control;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The gradient of a scan: a scan in the other direction.
 *
 * <p>A step of it pulls the gradients of the step's outputs back to the step's operands. It carries
 * the gradients of the carried values, and a sum for every fixed operand; it gives the gradients of
 * the scanned slices. What it needs of the forward step and {@linkplain Residuals cannot make for
 * next to nothing} is stacked by a second forward scan, which gives the results of the first one as
 * well; the rewrite {@code loops} makes one of the two.
 */
final class ScanGradient {

  private final Control.Scan scan;
  private final Backward b;
  private final Set<Integer> active;
  private final Ops inner = new Ops();
  private final List<Value> parameters;
  private final List<Value> outputs;
  private final Tape tape;

  /** Nodes up to this one are those of the forward step. */
  private final int forward;

  /** What the other scan is made of: values of the graph {@link #inner} and of the outer one. */
  private final List<Value> carriedIn = new ArrayList<>();

  private final List<Value> carriedOut = new ArrayList<>();
  private final List<Value> initial = new ArrayList<>();
  private final List<Value> scannedIn = new ArrayList<>();
  private final List<Value> stacks = new ArrayList<>();
  private final List<Value> fixedIn = new ArrayList<>();
  private final List<Value> whole = new ArrayList<>();
  private final List<Value> results = new ArrayList<>();

  /** The operand that a carried value, and after them a result, is the gradient of. */
  private final List<Integer> ofCarried = new ArrayList<>();

  private final List<Integer> ofResult = new ArrayList<>();

  ScanGradient(Control.Scan scan, Backward b) {
    this.scan = scan;
    this.b = b;
    this.active = active();
    this.parameters = parameters(inner, scan.body());
    this.outputs = outputs(inner);
    this.tape = Tape.record(inner, outputs, wanted(parameters, active));
    this.forward = inner.constant(0).node().id();
  }

  private static List<Value> parameters(Ops ops, Function body) {
    return body.parameters().stream().map(ops::parameterLike).toList();
  }

  private List<Value> outputs(Ops ops) {
    Map<Value, Value> copies =
        ops.within(b.ops().scope(), () -> ops.copies(scan.body(), ops.parameters()));
    return scan.outputs().stream().map(copies::get).toList();
  }

  private static List<Value> wanted(List<Value> parameters, Set<Integer> active) {
    return active.stream().map(parameters::get).toList();
  }

  /** Operands with a gradient: the wanted ones, and what they reach from step to step. */
  private Set<Integer> active() {
    Set<Integer> found = new LinkedHashSet<>();
    for (int i = 0; i < b.node().operands().size(); i++) {
      if (b.active().test(b.x(i)) && b.x(i).dtype() == DType.F32) {
        found.add(i);
      }
    }
    for (int known = -1; known < found.size(); ) {
      known = found.size();
      Ops trial = new Ops();
      List<Value> given = parameters(trial, scan.body());
      List<Value> made = outputs(trial);
      Tape reached = Tape.record(trial, made, wanted(given, found));
      IntStream.range(0, scan.carried())
          .filter(i -> reached.active(made.get(i)) && made.get(i).dtype() == DType.F32)
          .forEach(found::add);
    }
    return found;
  }

  void emit() {
    Map<Value, Value> gradients = Gradients.pull(inner, tape, seeds());
    for (int i = 0; i < parameters.size(); i++) {
      Value gradient = gradients.get(parameters.get(i));
      if (active.contains(i) && i < scan.carried()) {
        carriedOut.add(gradient == null ? inner.constantLike(parameters.get(i), 0) : gradient);
      } else if (active.contains(i) && gradient != null) {
        give(i, gradient);
      }
    }
    if (carriedOut.isEmpty() && results.isEmpty()) {
      return;
    }
    provide();
    List<Value> made = emitScan();
    for (int i = 0; i < made.size(); i++) {
      int carried = ofCarried.size();
      int operand = i < carried ? ofCarried.get(i) : ofResult.get(i - carried);
      Value gradient = made.get(i);
      b.give(operand, () -> gradient);
    }
  }

  /** The gradients of the step's outputs: those of carried values are carried themselves. */
  private List<Gradients.Seed> seeds() {
    List<Gradients.Seed> seeds = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Value output = outputs.get(i);
      if (i < scan.carried() && active.contains(i)) {
        Value seed = inner.input("gradient_" + i, output.type());
        carriedIn.add(seed);
        initial.add(b.gradient(i));
        ofCarried.add(i);
        seeds.add(new Gradients.Seed(output, seed));
      } else if (i >= scan.carried() && b.hasGradient(i) && tape.active(output)) {
        Value seed = inner.input("gradient_" + i, output.type());
        scannedIn.add(seed);
        stacks.add(b.gradient(i));
        seeds.add(new Gradients.Seed(output, seed));
      }
    }
    return seeds;
  }

  /** The gradient of a slice is a result of the step; that of a fixed operand is summed up. */
  private void give(int operand, Value gradient) {
    if (operand < scan.carried() + scan.scanned()) {
      results.add(gradient);
      ofResult.add(operand);
      return;
    }
    Value sum = inner.input("sum_" + operand, gradient.type());
    carriedIn.add(sum);
    carriedOut.add(inner.add(sum, gradient));
    initial.add(b.zeros(b.x(operand)));
    ofCarried.add(operand);
  }

  /** Makes operands of the other scan of what its step reads of the forward step. */
  private void provide() {
    List<Value> ends = new ArrayList<>(carriedOut);
    ends.addAll(results);
    Set<Value> wanted = new LinkedHashSet<>();
    ends.stream().filter(this::isForward).forEach(wanted::add);
    for (Node node : Bodies.behind(ends, this::isForward)) {
      node.operands().stream().filter(this::isForward).forEach(wanted::add);
    }
    List<Value> fixed = parameters.subList(scan.carried() + scan.scanned(), parameters.size());
    Residuals residuals = Residuals.of(Bodies.behind(wanted, _ -> false), fixed, wanted);
    List<Value> saved = new ArrayList<>(residuals.chosen());
    Set<Value> read = read(Bodies.behind(ends, residuals.chosen()::contains));
    for (int i = 0; i < parameters.size(); i++) {
      Value parameter = parameters.get(i);
      if (!read.contains(parameter)) {
        continue;
      }
      if (i < scan.carried()) {
        saved.add(parameter);
      } else if (i < scan.carried() + scan.scanned()) {
        scannedIn.add(parameter);
        stacks.add(b.x(i));
      } else {
        fixedIn.add(parameter);
        whole.add(b.x(i));
      }
    }
    scannedIn.addAll(saved);
    stacks.addAll(saved(saved));
  }

  private static Map<String, Value> named(List<Value> values) {
    Map<String, Value> names = new LinkedHashMap<>();
    values.forEach(value -> names.put("y" + names.size(), value));
    return names;
  }

  private boolean isForward(Value value) {
    return value.node().id() < forward;
  }

  /** The parameters that nodes read, and one more for every dimension name that none tells. */
  private Set<Value> read(Collection<Node> nodes) {
    Set<Value> read = new HashSet<>(carriedIn);
    read.addAll(scannedIn);
    Set<String> missing = new LinkedHashSet<>();
    for (Node node : nodes) {
      node.results().forEach(value -> names(value, missing));
      if (node.op() instanceof Source.Parameter) {
        read.addAll(node.results());
      } else if (node.op() instanceof Source.DimSize size) {
        missing.addAll(size.dim().symbols());
      }
    }
    Set<String> told = new HashSet<>();
    read.forEach(value -> names(value, told));
    missing.removeAll(told);
    for (Value parameter : parameters.reversed()) {
      Set<String> own = new HashSet<>();
      names(parameter, own);
      if (own.removeIf(missing::contains)) {
        read.add(parameter);
        names(parameter, told);
        missing.removeAll(told);
      }
    }
    return read;
  }

  private static void names(Value value, Set<String> into) {
    for (Dim dim : value.shape().dims()) {
      into.addAll(dim.symbols());
    }
  }

  /** The stacks of values of the forward step, which it gives already or a second scan does. */
  private List<Value> saved(List<Value> values) {
    List<Value> given = new ArrayList<>(outputs.subList(scan.carried(), outputs.size()));
    List<Value> stacked =
        new ArrayList<>(b.node().results().subList(scan.carried(), b.node().results().size()));
    List<Value> more = values.stream().filter(value -> !given.contains(value)).toList();
    if (!more.isEmpty()) {
      List<Value> all = new ArrayList<>(outputs);
      all.addAll(more);
      Function body = new Function(scan.body().name(), parameters, named(all), Map.of());
      List<Value> made = b.ops().emitAll(scan.withBodies(List.of(body)), b.node().operands());
      given.addAll(more);
      stacked.addAll(made.subList(outputs.size(), made.size()));
    }
    return values.stream().map(value -> stacked.get(given.indexOf(value))).toList();
  }

  private List<Value> emitScan() {
    List<Value> reads = new ArrayList<>(carriedIn);
    reads.addAll(scannedIn);
    reads.addAll(fixedIn);
    List<Value> made = new ArrayList<>(carriedOut);
    made.addAll(results);
    Function body = Bodies.between(scan.body().name() + "_gradient", reads, made);
    Control.Scan other =
        new Control.Scan(body, carriedIn.size(), scannedIn.size(), scan.steps(), !scan.reverse());
    List<Value> operands = new ArrayList<>(initial);
    operands.addAll(stacks);
    operands.addAll(whole);
    return b.ops().emitAll(other, operands);
  }
}
