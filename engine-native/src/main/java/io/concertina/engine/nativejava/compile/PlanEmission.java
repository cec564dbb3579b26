package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.CopyStep;
import io.concertina.engine.nativejava.plan.Loop;
import io.concertina.engine.nativejava.plan.LoopStep;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.RandomStep;
import io.concertina.engine.nativejava.plan.Slot;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Sum;
import io.concertina.engine.nativejava.plan.WindowStep;
import io.concertina.engine.nativejava.plan.product.MatMulStep;
import io.concertina.engine.nativejava.plan.product.ProductChain;
import io.concertina.engine.nativejava.plan.product.Strategy;
import io.concertina.engine.nativejava.plan.window.ConvStep;
import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the steps of a plan: one or a few per group, in the order of the schedule. */
final class PlanEmission {

  private final Function function;
  private final Demand demand;
  private final Fusion fusion;
  private final Schedule schedule;
  private final Storage storage;
  private final List<Step> steps = new ArrayList<>();

  /** Values of residents from before the run, where a result needs them after an update. */
  private final Map<Value, Buffer> snapshots = new HashMap<>();

  /** The group of the last product in a chain. */
  private Optional<Group> latest = Optional.empty();

  PlanEmission(
      Function function, Demand demand, Fusion fusion, Schedule schedule, Storage storage) {
    this.function = function;
    this.demand = demand;
    this.fusion = fusion;
    this.schedule = schedule;
    this.storage = storage;
  }

  Plan plan(String name) {
    function.results().forEach(this::keepOldValue);
    schedule.order().forEach(this::emit);
    List<Plan.Output> outputs = new ArrayList<>();
    function
        .outputs()
        .forEach(
            (output, value) -> {
              Access access = demand.dense(value);
              Buffer buffer = resultBuffer(access.root());
              outputs.add(new Plan.Output(output, value.type(), buffer, access.offset()));
            });
    function.parameters(Source.Kind.RESIDENT).forEach(this::storeUpdate);
    return new Plan(name, storage.buffers(), storage.constants(), steps, outputs);
  }

  // --- residents -------------------------------------------------------------------------------

  private void keepOldValue(Value result) {
    Value root = demand.dense(result).root();
    boolean changes =
        root.op() instanceof Source.Parameter parameter
            && function.updates().containsKey(parameter.name())
            && !isIdentity(root);
    if (changes && !snapshots.containsKey(root)) {
      int size = root.shape().size();
      Buffer from = storage.of(root);
      Buffer kept = storage.extra(from.ints(), size);
      steps.add(copy("keep", size, from, 0, kept));
      snapshots.put(root, kept);
    }
  }

  private boolean isIdentity(Value resident) {
    Value update = function.updates().get(Function.parameter(resident).name());
    return update != null
        && demand.dense(update).root() == resident
        && demand.dense(update).offset() == 0;
  }

  private Buffer resultBuffer(Value root) {
    Buffer kept = snapshots.get(root);
    return kept == null ? storage.of(root) : kept;
  }

  /** Copies an update that was not written in place. */
  private void storeUpdate(Value resident) {
    Value update = function.updates().get(Function.parameter(resident).name());
    if (update == null || isIdentity(resident)) {
      return;
    }
    Access access = demand.dense(update);
    if (schedule.inPlace().get(access.root()) != resident) {
      steps.add(
          copy(
              "update",
              resident.shape().size(),
              resultBuffer(access.root()),
              access.offset(),
              storage.of(resident)));
    }
  }

  private static CopyStep copy(String what, int size, Buffer from, int fromAt, Buffer to) {
    return new CopyStep(what, CopyStep.Box.flat(size), from, fromAt, to, 0, false);
  }

  // --- groups ----------------------------------------------------------------------------------

  private void emit(Group group) {
    if (group.isSingle()) {
      group.single().ifPresent(node -> steps.addAll(single(node)));
    } else if (group.size() > 0) {
      group
          .head()
          .ifPresentOrElse(
              head -> addHead(head, group),
              () -> steps.add(new LoopStep(LoopEmission.of(group, fusion, storage), sums(group))));
    }
  }

  private void addHead(Head head, Group group) {
    switch (head) {
      case Product product -> addProduct(product, group);
      case Convolution convolution ->
          steps.add(new ConvStep(window(convolution.op(), head.node()), loop(group), sums(group)));
    }
  }

  private void addProduct(Product product, Group group) {
    MatMulStep dense = step(product, group);
    boolean updates = !function.updates().isEmpty();
    Step step = Strategy.step(dense, mask(product.right().value()), updates);
    boolean isLayer = step instanceof ProductChain;
    if (isLayer
        && !steps.isEmpty()
        && steps.getLast() instanceof ProductChain chain
        && chain.fits(dense)
        && latest.filter(before -> schedule.isOnlyReaderOf(group, before)).isPresent()) {
      steps.set(steps.size() - 1, chain.then(dense));
    } else {
      steps.add(step);
    }
    if (isLayer) {
      latest = Optional.of(group);
    }
  }

  /** The mask behind which a factor is, weight · mask, if it is so. */
  private Optional<Buffer> mask(Value factor) {
    Value root = demand.dense(factor).root();
    if (!(root.op() instanceof Elementwise.Mul) || root.shape().rank() != 2) {
      return Optional.empty();
    }
    return root.node().operands().stream()
        .filter(operand -> operand.op() instanceof Elementwise.Cast)
        .map(cast -> cast.node().operand(0))
        .filter(value -> value.dtype() == DType.BOOL && value.op() instanceof Source.Parameter)
        .filter(value -> Function.parameter(value).kind() == Source.Kind.RESIDENT)
        .filter(value -> value.shape().equals(root.shape()))
        .map(storage::of)
        .findFirst();
  }

  private List<Sum> sums(Group group) {
    List<Sum> sums = new ArrayList<>();
    for (Node node : group.sums()) {
      if (node.op() instanceof Reduction.Sum sum) {
        Sum.Kind kind = SumShape.of(node.operand(0).shape(), sum.axes()).kind().orElseThrow();
        Value source = demand.dense(node.operand(0)).root();
        sums.add(new Sum(kind, storage.of(source), storage.of(node.result())));
      }
    }
    return sums;
  }

  private List<Step> single(Node node) {
    return switch (node.op()) {
      case Source source -> List.of(source(source, node));
      case Reduction reduction -> new ReductionEmission(demand, storage).emit(reduction, node);
      case Layout layout -> new LayoutEmission(demand, storage).emit(layout, node);
      case Windowed windowed -> List.of(window(windowed, node));
      case Composite composite ->
          List.of(new FusedComposites(demand, storage).emit(composite, node));
      case Control control -> List.of(new ControlEmission(demand, storage).emit(control, node));
      case Elementwise _, Contraction _ ->
          throw new IllegalStateException(node.op() + " is no operation of its own");
    };
  }

  private Step source(Source source, Node node) {
    return switch (source) {
      case Source.RandomBits bits -> {
        Access key = demand.dense(node.operand(0));
        Buffer to = storage.of(node.result());
        int size = node.result().shape().size();
        yield new RandomStep(bits.stream(), storage.of(key.root()), key.offset(), to, size);
      }
      case Source.Parameter _, Source.Constant _, Source.Iota _, Source.DimSize _ ->
          throw new IllegalStateException(source + " is known before the run");
    };
  }

  private MatMulStep step(Product product, Group group) {
    return new MatMulStep(
        product.sizes(),
        slot(product.left().value()),
        slot(product.right().value()),
        storage.of(product.node().result()),
        loop(group),
        sums(group));
  }

  /** What follows on a group's head. */
  private Optional<Loop> loop(Group group) {
    return group.loop().isEmpty()
        ? Optional.empty()
        : Optional.of(LoopEmission.of(group, fusion, storage));
  }

  private WindowStep window(Windowed op, Node node) {
    return new WindowEmission(demand, storage).emit(op, node);
  }

  private Slot slot(Value factor) {
    return storage.slot(demand.dense(factor));
  }
}
