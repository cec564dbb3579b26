package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts operations into groups that one step computes.
 *
 * <p>Goes through the function in order. An elementwise operation joins the groups that computed
 * its operands, which thereby become one, unless that would make a group wait for itself: another
 * operand depends on the group, or reads a sum that the group has to finish first. A sum joins the
 * group of its operand as its last act. So bias, activation, loss and an optimiser's update follow
 * the matrix product they belong to, whatever the layer or the optimiser. What is cheaper to
 * compute than to keep is computed by every group that uses it ({@link Recomputation}).
 */
final class Fusion {

  private final Accesses accesses;
  private final Demand demand;
  private final List<Group> groups = new ArrayList<>();
  private final Map<Value, Group> producers = new HashMap<>();
  private final Recomputation recomputation;

  Fusion(Accesses accesses, Demand demand) {
    this.accesses = accesses;
    this.demand = demand;
    this.recomputation = new Recomputation(accesses, demand);
    demand.work().forEach(this::place);
  }

  /** The groups in the order in which they began. */
  List<Group> groups() {
    return groups;
  }

  /** The group that computes each stored value. */
  Map<Value, Group> producers() {
    return producers;
  }

  private void place(Node node) {
    if (isRecomputed(node.result())) {
      return;
    }
    if (demand.isCopied(node.result())) {
      placeLoop(node);
      return;
    }
    switch (node.op()) {
      case Elementwise _ -> placeLoop(node);
      case Reduction.Sum sum -> placeSum(node, sum);
      case Source _, Reduction _, Contraction _, Layout _, Windowed _, Control _, Composite _ ->
          Head.of(node)
              .ifPresentOrElse(
                  head -> begin(Group.of(head), node, head.operands()),
                  () -> begin(Group.single(node), node, node.operands()));
    }
  }

  private void begin(Group group, Node node, List<Value> operands) {
    groups.add(group);
    node.results().forEach(value -> producers.put(value, group));
    operands.forEach(operand -> depend(group, demand.dense(operand).root()));
  }

  private void depend(Group group, Value root) {
    Group producer = producers.get(root);
    if (producer != null && producer != group) {
      group.inputs().add(producer);
    }
  }

  /** True if every group that uses the value computes it anew. */
  boolean isRecomputed(Value value) {
    return recomputation.isRecomputed(value);
  }

  // --- loops -----------------------------------------------------------------------------------

  private void placeLoop(Node node) {
    List<Access> operands = stored(node);
    int size = node.result().shape().size();
    int columns = columns(operands, size);
    Group target = null;
    for (Group candidate : candidates(operands, size)) {
      if (target == null && canJoin(candidate, operands, columns)) {
        target = candidate;
        join(node, operands, columns, target);
      } else if (target != null && canMerge(target, candidate)) {
        target = merge(target, candidate);
      }
    }
    if (target == null) {
      target = Group.loop(size);
      groups.add(target);
      join(node, operands, columns, target);
    }
  }

  /** What a loop must find in arrays or compute before to compute the node. */
  private List<Access> stored(Node node) {
    return operands(node).stream()
        .flatMap(
            access ->
                isRecomputed(access.root())
                    ? operands(access.root().node()).stream()
                    : Stream.of(access))
        .toList();
  }

  private void join(Node node, List<Access> operands, int columns, Group group) {
    for (Value operand : node.operands()) {
      if (isRecomputed(operand) && !group.loop().contains(operand.node())) {
        group.add(operand.node(), 0);
      }
    }
    group.add(node, columns);
    producers.put(node.result(), group);
    operands.forEach(access -> depend(group, access.root()));
  }

  /** Groups that computed an operand position by position; the latest first. */
  private List<Group> candidates(List<Access> operands, int size) {
    Set<Group> found = new LinkedHashSet<>();
    for (Access access : operands) {
      Group producer = producers.get(access.root());
      if (producer != null && isFusable(producer, access, size)) {
        found.add(producer);
      }
    }
    List<Group> latest = new ArrayList<>(found);
    latest.sort((a, b) -> Integer.compare(groups.indexOf(b), groups.indexOf(a)));
    return latest;
  }

  /** True if a loop that joins the group finds the operand at the position it is working on. */
  private static boolean isFusable(Group group, Access access, int size) {
    return !group.isSingle()
        && group.size() == size
        && access.offset() == 0
        && access.isDense(size)
        && group.sums().stream().noneMatch(sum -> sum.result() == access.root());
  }

  private boolean canJoin(Group group, List<Access> operands, int columns) {
    if (!group.suits(columns) || group.loop().size() >= Group.MAX_LOOP) {
      return false;
    }
    for (Access access : operands) {
      Group producer = producers.get(access.root());
      boolean inside = producer == group;
      if (inside && !isFusable(group, access, group.size())) {
        return false;
      }
      if (producer != null && !inside && dependsOn(producer, group)) {
        return false;
      }
    }
    return true;
  }

  private boolean canMerge(Group a, Group b) {
    boolean fits =
        a.size() == b.size()
            && (a.head().isEmpty() || b.head().isEmpty())
            && a.suits(b.columns())
            && b.suits(a.columns())
            && a.loop().size() + b.loop().size() <= Group.MAX_LOOP;
    return fits && onlyFusableBetween(a, b) && onlyFusableBetween(b, a);
  }

  /** True if {@code user} needs {@code producer} position by position, if at all. */
  private boolean onlyFusableBetween(Group producer, Group user) {
    for (Group input : user.inputs()) {
      if (input != producer && dependsOn(input, producer)) {
        return false;
      }
    }
    if (!user.inputs().contains(producer)) {
      return true;
    }
    if (headReads(user, producer)) {
      return false;
    }
    return reads(user).stream()
        .filter(access -> producers.get(access.root()) == producer)
        .allMatch(access -> isFusable(producer, access, user.size()));
  }

  private boolean headReads(Group user, Group producer) {
    return user.head().stream()
        .flatMap(head -> head.operands().stream())
        .anyMatch(operand -> producers.get(demand.dense(operand).root()) == producer);
  }

  private List<Access> reads(Group group) {
    List<Access> reads = new ArrayList<>();
    for (Node node : group.loop()) {
      reads.addAll(operands(node));
    }
    group.sums().forEach(sum -> reads.add(demand.dense(sum.operand(0))));
    return reads;
  }

  /** True if the node stands for writing its result side by side. */
  boolean isCopy(Node node) {
    return demand.isCopied(node.result());
  }

  /** What an elementwise operation or a copy reads. */
  List<Access> operands(Node node) {
    return isCopy(node)
        ? List.of(accesses.of(node.result()))
        : node.operands().stream().map(accesses::of).toList();
  }

  private Group merge(Group a, Group b) {
    Group kept = b.head().isPresent() ? b : a;
    Group gone = kept == a ? b : a;
    kept.absorb(gone);
    groups.remove(gone);
    gone.nodes().forEach(node -> node.results().forEach(value -> producers.put(value, kept)));
    for (Group group : groups) {
      if (group.inputs().remove(gone) && group != kept) {
        group.inputs().add(kept);
      }
    }
    return kept;
  }

  static boolean dependsOn(Group from, Group on) {
    Deque<Group> open = new ArrayDeque<>(List.of(from));
    Set<Group> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Group group = open.pop();
      if (group == on) {
        return true;
      }
      for (Group input : group.inputs()) {
        if (seen.add(input)) {
          open.push(input);
        }
      }
    }
    return false;
  }

  /** The row length that lets every operand be read along rows; 0 if any does. */
  private static int columns(List<Access> operands, int size) {
    int columns = 0;
    for (Access access : operands) {
      if (!access.isScalar() && !access.isDense(size)) {
        columns = gcd(columns, access.inner() == 1 ? access.width() : access.inner());
      }
    }
    return columns;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  // --- sums ------------------------------------------------------------------------------------

  private void placeSum(Node node, Reduction.Sum sum) {
    Value operand = node.operand(0);
    Access access = demand.dense(operand);
    Group producer = producers.get(access.root());
    Optional<Integer> columns = SumShape.of(operand.shape(), sum.axes()).columns();
    if (producer != null
        && operand.dtype() == DType.F32
        && isFusable(producer, access, operand.shape().size())
        && columns.filter(producer::suits).isPresent()) {
      producer.addSum(node, columns.orElseThrow());
      producers.put(node.result(), producer);
    } else {
      begin(Group.single(node), node, node.operands());
    }
  }
}
