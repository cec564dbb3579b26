package io.concertina.testkit.cases;

import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random functions: graphs of elementwise operations, reductions, moves and matrix products over
 * inputs and residents, with updates.
 *
 * <p>All values are matrices [batch, n] with n of a few sizes, so that most operations fit most
 * values. Results are squashed when they grow, so that the functions stay well-conditioned, and all
 * functions are continuous, so that no comparison turns on a rounding error.
 */
final class RandomPrograms {

  private static final Dim BATCH = Dim.named("batch");
  private static final int[] WIDTHS = {1, 3, 8, 17};

  private final SplittableRandom random;
  private final Samples samples;
  private final Ops ops = new Ops();
  private final List<Value> values = new ArrayList<>();
  private final List<Value> residents = new ArrayList<>();
  private final Map<String, Tensor> arguments = new LinkedHashMap<>();

  private RandomPrograms(long seed) {
    this.random = new SplittableRandom(seed);
    this.samples = new Samples(seed);
  }

  /** The function of a seed, with arguments. */
  static EngineCase of(long seed) {
    return new RandomPrograms(seed).build(seed);
  }

  private EngineCase build(long seed) {
    int batch = 1 + random.nextInt(20);
    for (int i = 0; i < 3; i++) {
      input(batch, width());
    }
    for (int i = 0; i < 3; i++) {
      resident("r" + i, Shape.of(width(), width()));
    }
    int nodes = 5 + random.nextInt(40);
    for (int i = 0; i < nodes; i++) {
      values.add(bounded(next()));
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      outputs.put("y" + i, pick());
    }
    outputs.put("last", values.getLast());
    Function function = ops.function("random_" + seed, outputs, updates());
    return new EngineCase("random program " + seed, function, arguments);
  }

  private void input(int batch, int width) {
    String name = "x" + values.size();
    values.add(ops.input(name, TensorType.f32(Shape.of(BATCH, Dim.of(width)))));
    arguments.put(name, samples.floats(Shape.of(batch, width), -2, 2));
  }

  private void resident(String name, Shape shape) {
    residents.add(ops.resident(name, TensorType.f32(shape)));
    arguments.put(name, samples.floats(shape, -1, 1));
  }

  /** New values out of what stands at hand; some residents stay, some swap places. */
  private Map<String, Value> updates() {
    Map<String, Value> updates = new LinkedHashMap<>();
    for (int i = 0; i < residents.size(); i++) {
      Value resident = residents.get(i);
      Value other = residents.get(random.nextInt(residents.size()));
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> updates.put("r" + i, other.type().equals(resident.type()) ? other : resident);
        case 2 -> updates.put("r" + i, ops.mul(resident, 0.5));
        default -> {
          Value means = ops.mean(ops.transpose(gradientLike(resident), 1, 0), 0);
          updates.put("r" + i, ops.sub(resident, ops.expand(means, -1)));
        }
      }
    }
    return updates;
  }

  /** x'ᵀ · y' / batch for values of the resident's widths, as in the gradient of a kernel. */
  private Value gradientLike(Value resident) {
    Value left = resized(pick(), resident.shape().dim(0).size());
    Value right = resized(pick(), resident.shape().dim(1).size());
    Value sum = ops.matmul(left, true, right, false);
    return ops.div(sum, ops.dimSize(BATCH));
  }

  private Value next() {
    Value x = pick();
    Value y = resized(pick(), width(x));
    return switch (random.nextInt(17)) {
      case 0 -> ops.add(x, y);
      case 1 -> ops.sub(x, y);
      case 2 -> ops.mul(x, y);
      case 3 -> ops.div(x, ops.add(ops.exp(ops.neg(ops.abs(y))), 1));
      case 4 -> ops.max(x, y);
      case 5 -> ops.tanh(x);
      case 6 -> ops.sigmoid(x);
      case 7 -> ops.erf(ops.neg(x));
      case 8 -> ops.log1p(ops.abs(x));
      case 9 -> ops.sqrt(ops.add(ops.mul(x, x), 0.25));
      case 10 -> ops.select(ops.lt(x, y), ops.mul(x, 0.5), ops.mul(y, 0.5));
      case 11 -> ops.sub(x, ops.mean(x, random.nextInt(2) == 0 ? new int[] {0} : new int[] {0, 1}));
      case 12 -> ops.sub(x, ops.expand(ops.reduceMax(x, 1), 1));
      case 13 -> ops.concat(1, x, y);
      case 14 -> product(x);
      case 15 -> flattened(x);
      default -> ops.reverse(ops.cumSum(x, 1, random.nextInt(2) == 0), 1);
    };
  }

  private Value product(Value x) {
    Value kernel = residents.get(random.nextInt(residents.size()));
    return ops.matmul(resized(x, kernel.shape().dim(0).size()), kernel);
  }

  /** [batch, n] as [batch · n, 1] and back, with an operation between. */
  private Value flattened(Value x) {
    Value flat = ops.reshape(x, Shape.of(BATCH.times(x.shape().last()), Dim.of(1)));
    return ops.reshape(ops.abs(flat), x.shape());
  }

  /** The value cut or padded to another width. */
  private Value resized(Value x, int width) {
    int own = width(x);
    if (own > width) {
      return ops.slice(x, 1, random.nextInt(own - width + 1), width);
    }
    int before = random.nextInt(width - own + 1);
    return own == width ? x : ops.pad(x, List.of(0, before), List.of(0, width - own - before));
  }

  /** Keeps widths and numbers from growing without end. */
  private Value bounded(Value x) {
    Value narrow = width(x) > 40 ? resized(x, width()) : x;
    return switch (random.nextInt(3)) {
      case 0 -> narrow;
      case 1 -> ops.mul(ops.tanh(ops.mul(narrow, 0.25)), 4);
      default ->
          ops.min(ops.max(narrow, ops.constantLike(narrow, -4)), ops.constantLike(narrow, 4));
    };
  }

  private Value pick() {
    int recent = Math.max(0, values.size() - 8);
    int from = random.nextInt(3) == 0 ? 0 : recent;
    return values.get(from + random.nextInt(values.size() - from));
  }

  private int width() {
    return WIDTHS[random.nextInt(WIDTHS.length)];
  }

  private static int width(Value x) {
    return x.shape().last().size();
  }
}
