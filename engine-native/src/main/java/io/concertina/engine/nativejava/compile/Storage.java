package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Slot;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every stored value a buffer.
 *
 * <p>Walks the groups in the order in which they run. A value keeps its buffer from the group that
 * computes it to the last one that reads it; then another value may have it. A loop writes over an
 * operand that nobody reads afterwards.
 */
final class Storage {

  /** The sizes of a space and of the value that it takes in differ by this factor at most. */
  private static final int MOST_RATIO = 2;

  private final Schedule schedule;

  /** Where in a concatenation values lie that are written there at once. */
  private final Map<Value, Access> parts;

  private final Map<Value, Space> spaces = new LinkedHashMap<>();
  private final Map<Value, Integer> lastUse = new HashMap<>();
  private final Map<Value, Buffer> buffers = new HashMap<>();
  private final List<Space> all = new ArrayList<>();
  private final List<Space> free = new ArrayList<>();
  private final List<Value> tiles = new ArrayList<>();
  private final List<Buffer> list = new ArrayList<>();
  private final Map<Buffer, Tensor> constants = new LinkedHashMap<>();

  /** An array in the making; grows until every value that lives in it fits. */
  private static final class Space {
    private final boolean ints;
    private int size;

    Space(boolean ints, int size) {
      this.ints = ints;
      this.size = size;
    }
  }

  Storage(Function function, Demand demand, Schedule schedule) {
    this.schedule = schedule;
    findUses(function, demand);
    parts = new Parts(demand, schedule).found();
    List<Group> order = schedule.order();
    for (int at = 0; at < order.size(); at++) {
      allocate(order.get(at), at);
    }
    parameters(function, Source.Kind.INPUT, Buffer.Role.INPUT);
    parameters(function, Source.Kind.RESIDENT, Buffer.Role.RESIDENT);
    Map<Space, Buffer> made = new HashMap<>();
    for (Space space : all) {
      made.put(space, add(Buffer.Role.SCRATCH, space.ints, space.size, "#" + made.size()));
    }
    spaces.forEach((value, space) -> buffers.put(value, buffer(made, space)));
    for (Value tile : tiles) {
      buffers.put(tile, add(Buffer.Role.TILE, false, tile.shape().size(), "tile"));
    }
    schedule.inPlace().forEach((value, resident) -> buffers.put(value, of(resident)));
    parts.forEach((value, part) -> buffers.put(value, of(part.root())));
  }

  private static Buffer buffer(Map<Space, Buffer> made, Space space) {
    return Optional.ofNullable(made.get(space)).orElseThrow();
  }

  /** The buffer of a stored value. */
  Buffer of(Value root) {
    Buffer known = buffers.get(root);
    if (known != null) {
      return known;
    }
    Tensor value =
        Constants.of(root.op())
            .orElseThrow(() -> new IllegalArgumentException(root + " is not stored"));
    Buffer made =
        add(Buffer.Role.CONSTANT, isInts(root.type()), value.size(), "=" + constants.size());
    constants.put(made, value);
    buffers.put(root, made);
    return made;
  }

  /** An access with the buffer of its root. */
  Slot slot(Access access) {
    return new Slot(
        of(access.root()),
        access.offset(),
        access.inner(),
        access.period(),
        access.width(),
        access.pitch());
  }

  /** Where a loop writes a stored value. */
  Slot target(Value value) {
    Access part = parts.get(value);
    return part == null ? Slot.dense(of(value), value.shape().size()) : slot(part);
  }

  /** True if the value's loop writes it as a part of a concatenation. */
  boolean isPart(Value value) {
    return parts.containsKey(value);
  }

  /** True if a group writes the value to a buffer. */
  boolean isStored(Value root) {
    return buffers.containsKey(root);
  }

  /** A buffer that nothing else uses. */
  Buffer extra(boolean ints, int size) {
    return add(Buffer.Role.SCRATCH, ints, size, "#x" + list.size());
  }

  /** All buffers, inputs first. */
  List<Buffer> buffers() {
    return list;
  }

  /** Elements of the constant buffers. */
  Map<Buffer, Tensor> constants() {
    return constants;
  }

  static boolean isInts(TensorType type) {
    return type.dtype() != DType.F32;
  }

  private Buffer add(Buffer.Role role, boolean ints, int size, String name) {
    Buffer buffer = new Buffer(list.size(), role, ints, size, name);
    list.add(buffer);
    return buffer;
  }

  private void parameters(Function function, Source.Kind kind, Buffer.Role role) {
    for (Value value : function.parameters(kind)) {
      boolean used = lastUse.containsKey(value) || function.updates().containsKey(name(value));
      if (used) {
        buffers.put(value, add(role, isInts(value.type()), value.shape().size(), name(value)));
      }
    }
  }

  private static String name(Value parameter) {
    return Function.parameter(parameter).name();
  }

  // --- liveness --------------------------------------------------------------------------------

  private void findUses(Function function, Demand demand) {
    List<Group> order = schedule.order();
    for (int at = 0; at < order.size(); at++) {
      for (Access access : schedule.reads(order.get(at))) {
        lastUse.put(access.root(), at);
      }
    }
    for (Value result : function.results()) {
      lastUse.put(demand.dense(result).root(), Integer.MAX_VALUE);
    }
  }

  private void allocate(Group group, int at) {
    Set<Value> dying = overwritable(group, at);
    Optional<Value> tile = tile(group);
    tile.ifPresent(tiles::add);
    for (Value value : written(group)) {
      Access part = parts.get(value);
      if (part != null) {
        spaces.computeIfAbsent(part.root(), this::take);
      } else if (!schedule.inPlace().containsKey(value)
          && !spaces.containsKey(value)
          && tile.filter(value::equals).isEmpty()) {
        spaces.put(value, reuse(group, value, dying).orElseGet(() -> take(value)));
      }
    }
    Set<Space> ending = new LinkedHashSet<>();
    spaces.forEach(
        (value, space) -> {
          if (lastUse.getOrDefault(value, at) == at) {
            ending.add(space);
          }
        });
    spaces.forEach(
        (value, space) -> {
          if (lastUse.getOrDefault(value, at) > at) {
            ending.remove(space);
          }
        });
    ending.stream().filter(space -> !free.contains(space)).forEach(free::add);
  }

  /** What the group leaves in buffers: all that others read, and what it sums up itself. */
  private List<Value> written(Group group) {
    List<Value> written = new ArrayList<>();
    group.single().ifPresent(node -> written.addAll(node.results()));
    group.head().ifPresent(head -> written.addAll(head.node().results()));
    for (Node node : group.loop()) {
      if (isWritten(node.result(), group)) {
        written.add(node.result());
      }
    }
    group.sums().forEach(node -> written.add(node.result()));
    return written;
  }

  private boolean isWritten(Value value, Group group) {
    return schedule.isReadOutside(value, group)
        || isResult(value)
        || schedule.sumSources(group).stream().anyMatch(access -> access.root() == value);
  }

  /** A head of whose result nothing remains but what its loop writes into residents. */
  private Optional<Value> tile(Group group) {
    return group
        .head()
        .filter(head -> head.mayBeTile() && !group.loop().isEmpty())
        .map(head -> head.node().result())
        .filter(value -> !isWritten(value, group))
        .filter(
            _ ->
                group.loop().stream()
                    .map(Node::result)
                    .filter(value -> isWritten(value, group))
                    .allMatch(schedule.inPlace()::containsKey));
  }

  private boolean isResult(Value value) {
    return lastUse.getOrDefault(value, -1) == Integer.MAX_VALUE;
  }

  /** Operands of the loop that nobody reads after it, each position of which it reads once. */
  private Set<Value> overwritable(Group group, int at) {
    Set<Value> found = new LinkedHashSet<>();
    Set<Value> blocked = new HashSet<>();
    for (Access access : schedule.loopReads(group)) {
      Value root = access.root();
      boolean same =
          access.offset() == 0
              && access.isDense(group.size())
              && root.shape().size() == group.size();
      (same && lastUse.getOrDefault(root, -1) == at ? found : blocked).add(root);
    }
    schedule.headReads(group).forEach(read -> blocked.add(read.root()));
    schedule.sumSources(group).forEach(access -> blocked.add(access.root()));
    found.removeAll(blocked);
    found.removeIf(value -> schedule.inPlace().containsKey(value));
    return found;
  }

  private Optional<Space> reuse(Group group, Value value, Set<Value> dying) {
    if (group.loop().stream().noneMatch(node -> node.result() == value)) {
      return Optional.empty();
    }
    for (Value operand : dying) {
      Space space = spaces.get(operand);
      if (space != null && space.ints == isInts(value.type())) {
        dying.remove(operand);
        return Optional.of(space);
      }
    }
    return Optional.empty();
  }

  /**
   * The free space of about the value's size that was in use last, and so is likely in the cache;
   * or a new one.
   */
  private Space take(Value value) {
    int size = value.shape().size();
    boolean ints = isInts(value.type());
    for (int i = free.size() - 1; i >= 0; i--) {
      Space space = free.get(i);
      if (space.ints == ints && isAbout(space.size, size)) {
        free.remove(i);
        space.size = Math.max(space.size, size);
        return space;
      }
    }
    Space made = new Space(ints, size);
    all.add(made);
    return made;
  }

  /** So a short value does not keep a long space from the long values that follow. */
  private static boolean isAbout(int space, int size) {
    return Math.max(space, size) <= MOST_RATIO * (long) Math.min(space, size);
  }
}
