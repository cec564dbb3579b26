package io.concertina.engine.nativejava.plan;

import java.util.List;
import java.util.Optional;

/**
 * A loop over time: runs a plan once per step, always in the same workspace.
 *
 * <p>Fixed operands are residents of that plan, so weights are packed once per run of the loop, and
 * not at all in it where the loop's own function leaves them alone.
 *
 * @param body what a step computes
 * @param rows rows of what is carried: a batch, if the body keeps them apart
 * @param steps how often
 * @param reverse the last position comes first
 * @param carried what a step hands over to the next
 * @param scanned what steps take from stacks
 * @param fixed what every step sees whole
 * @param results what steps add to stacks
 */
public record ScanStep(
    Plan body,
    int rows,
    int steps,
    boolean reverse,
    List<Carry> carried,
    List<Slice> scanned,
    List<Whole> fixed,
    List<Result> results)
    implements Step {

  /**
   * A carried value.
   *
   * @param size number of elements
   * @param from the initial one, outside
   * @param fromAt position of its first element
   * @param now where a step finds it; absent if no step reads it
   * @param next where a step leaves the next one
   * @param last receives the last one, outside
   */
  public record Carry(
      int size, Buffer from, int fromAt, Optional<Buffer> now, Plan.Output next, Buffer last) {}

  /**
   * A stack of one value per step.
   *
   * @param size number of elements of a step
   * @param from the stack, outside
   * @param fromAt position of its first element
   * @param now where a step finds its own
   */
  public record Slice(int size, Buffer from, int fromAt, Buffer now) {}

  /**
   * A value that all steps see.
   *
   * @param from outside
   * @param fromAt position of its first element
   * @param now the resident of the body that it is
   */
  public record Whole(Buffer from, int fromAt, Buffer now) {}

  /**
   * A stack of what the steps give.
   *
   * @param from where a step leaves its own
   * @param to the stack, outside
   */
  public record Result(Plan.Output from, Buffer to) {}

  public ScanStep {
    carried = List.copyOf(carried);
    scanned = List.copyOf(scanned);
    fixed = List.copyOf(fixed);
    results = List.copyOf(results);
  }

  /** A buffer that all steps of the plan find wherever it begins. */
  boolean isLoose(Buffer buffer) {
    return body.steps().stream().noneMatch(step -> step.anchors(buffer));
  }

  /** True for what a step may leave anywhere. */
  boolean isLoose(Plan.Output from) {
    return from.buffer().role() == Buffer.Role.SCRATCH
        && from.offset() == 0
        && from.buffer().size() == from.size()
        && isLoose(from.buffer());
  }

  /** True for a carried value that a step may find where the one before it left it. */
  boolean staysInPlace(Carry carry) {
    return carry.now().filter(this::isLoose).isPresent()
        && isLoose(carry.next())
        && carried.stream()
                .filter(other -> other.next().buffer().equals(carry.next().buffer()))
                .count()
            == 1;
  }

  @Override
  public Task bind(Workspace workspace) {
    return new BoundScan(this, workspace);
  }

  @Override
  public String toString() {
    String direction = reverse ? " in reverse" : "";
    String inside = body.toString().stripTrailing().replace("\n", "\n     ");
    return "scan " + steps + " steps" + direction + " of\n     " + inside;
  }
}
