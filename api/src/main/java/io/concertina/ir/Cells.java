package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The cells of recurrent layers as composites: one step over time, to be emitted in the body of a
 * {@link Ops#scan scan}. An engine or an exporter may know them by name.
 *
 * <p>Shapes: x [batch, in], states [batch, units], kernel W [in, gates·units], recurrent kernel U
 * [units, gates·units], bias [gates·units]; the gates lie side by side, in the order of Keras. σ is
 * the logistic function, ∘ the product of elements.
 */
public final class Cells {

  /** Name of {@link #lstm}. */
  public static final String LSTM = "lstm";

  /** Name of {@link #gru}. */
  public static final String GRU = "gru";

  /** Name of {@link #rnn}. */
  public static final String RNN = "rnn";

  /** Attribute of {@link #gru}. */
  public static final String RESET_AFTER = "reset_after";

  private static final Functions USUAL = new Functions(Ops::sigmoid, Ops::tanh);

  private Cells() {}

  /**
   * The equations of the cells with functions of one's own, written out: without a name that an
   * engine or an exporter could know.
   *
   * @param gate stands for σ
   * @param state stands for tanh
   */
  public record Functions(BiFunction<Ops, Value, Value> gate, BiFunction<Ops, Value, Value> state) {

    /** {@link Cells#rnn}. */
    public Value rnn(Ops o, Value x, Value h, Value kernel, Value recurrent, Value bias) {
      return state.apply(o, sum(o, x, h, kernel, recurrent, bias));
    }

    /** {@link Cells#lstm}. */
    public List<Value> lstm(
        Ops o, Value x, Value h, Value c, Value kernel, Value recurrent, Value bias) {
      int units = units(h);
      Value z = sum(o, x, h, kernel, recurrent, bias);
      Value input = gate.apply(o, block(o, z, 0, units));
      Value forget = gate.apply(o, block(o, z, 1, units));
      Value news = state.apply(o, block(o, z, 2, units));
      Value output = gate.apply(o, block(o, z, 3, units));
      Value next = o.add(o.mul(forget, c), o.mul(input, news));
      return List.of(o.mul(output, state.apply(o, next)), next);
    }

    /**
     * {@link Cells#gru} with the reset after the product.
     *
     * @param seen the state where it is multiplied by U, for instance with dropout
     * @param h the state where it is kept
     */
    public Value gru(
        Ops o, Value x, Value seen, Value h, Value kernel, Value recurrent, Value bias) {
      int units = units(h);
      Shape row = Shape.of(3 * units);
      Value first = o.reshape(o.slice(bias, 0, 0, 1), row);
      Value second = o.reshape(o.slice(bias, 0, 1, 1), row);
      Value fed = o.add(o.matmul(x, kernel), first);
      Value back = o.add(o.matmul(seen, recurrent), second);
      Value update = gate.apply(o, o.add(block(o, fed, 0, units), block(o, back, 0, units)));
      Value reset = gate.apply(o, o.add(block(o, fed, 1, units), block(o, back, 1, units)));
      Value kept = o.mul(reset, block(o, back, 2, units));
      return mixed(o, update, h, state.apply(o, o.add(block(o, fed, 2, units), kept)));
    }

    private static Value sum(Ops o, Value x, Value h, Value kernel, Value recurrent, Value bias) {
      Value fed = o.add(o.matmul(x, kernel), bias);
      return o.add(fed, o.matmul(h, recurrent));
    }
  }

  /**
   * Simple recurrent cell h' = tanh(x·W + h·U + b) (J. Elman, "Finding Structure in Time", 1990).
   * Composite {@code rnn}.
   *
   * @return h' [batch, units]
   */
  public static Value rnn(Ops ops, Value x, Value h, Value kernel, Value recurrent, Value bias) {
    requireShapes(ops, RNN, List.of(x, h, kernel, recurrent), 1);
    return ops.composite(
        RNN,
        Map.of(),
        List.of(x, h, kernel, recurrent, bias),
        (o, in) -> USUAL.rnn(o, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)));
  }

  /**
   * Long short-term memory (S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", 1997; with
   * the forget gate of F. Gers et al., "Learning to Forget", 2000):
   *
   * <pre>
   * [i, f, g, o] = x·W + h·U + b
   * c' = σ(f) ∘ c + σ(i) ∘ tanh(g)
   * h' = σ(o) ∘ tanh(c')
   * </pre>
   *
   * Composite {@code lstm}.
   *
   * @return h' and c', each [batch, units]
   */
  public static List<Value> lstm(
      Ops ops, Value x, Value h, Value c, Value kernel, Value recurrent, Value bias) {
    requireShapes(ops, LSTM, List.of(x, h, kernel, recurrent), 4);
    return ops.composites(
        LSTM,
        Map.of(),
        List.of(x, h, c, kernel, recurrent, bias),
        (o, in) -> USUAL.lstm(o, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5)));
  }

  /**
   * Gated recurrent unit (K. Cho et al., "Learning Phrase Representations using RNN
   * Encoder-Decoder", 2014):
   *
   * <pre>
   * z = σ(x·Wz + h·Uz + bz)
   * r = σ(x·Wr + h·Ur + br)
   * n = tanh(x·Wn + bn + (r ∘ h)·Un)            reset before the product
   * n = tanh(x·Wn + bn + r ∘ (h·Un + dn))       reset after it
   * h' = z ∘ h + (1 - z) ∘ n
   * </pre>
   *
   * With the reset after the product, z and r have a second bias as well, d, and one product makes
   * all that h is multiplied with. Composite {@code gru} with the attribute {@code reset_after}.
   *
   * @param bias [3·units]; with the reset after the product [2, 3·units], b and d
   * @return h' [batch, units]
   */
  public static Value gru(
      Ops ops, Value x, Value h, Value kernel, Value recurrent, Value bias, boolean resetAfter) {
    requireShapes(ops, GRU, List.of(x, h, kernel, recurrent), 3);
    return ops.composite(
        GRU,
        Map.of(RESET_AFTER, resetAfter),
        List.of(x, h, kernel, recurrent, bias),
        (o, in) ->
            resetAfter
                ? USUAL.gru(o, in.get(0), in.get(1), in.get(1), in.get(2), in.get(3), in.get(4))
                : resetBefore(o, in));
  }

  private static Value resetBefore(Ops o, List<Value> in) {
    Value h = in.get(1);
    int units = units(h);
    Value fed = o.add(o.matmul(in.get(0), in.get(2)), in.get(4));
    Value gates = o.slice(in.get(3), 1, 0, 2 * units);
    Value back = o.matmul(h, gates);
    Value update = o.sigmoid(o.add(block(o, fed, 0, units), block(o, back, 0, units)));
    Value reset = o.sigmoid(o.add(block(o, fed, 1, units), block(o, back, 1, units)));
    Value kept = o.matmul(o.mul(reset, h), o.slice(in.get(3), 1, 2 * units, units));
    return mixed(o, update, h, o.tanh(o.add(block(o, fed, 2, units), kept)));
  }

  private static Value mixed(Ops o, Value update, Value h, Value news) {
    Value rest = o.sub(o.constantLike(update, 1), update);
    return o.add(o.mul(update, h), o.mul(rest, news));
  }

  private static Value block(Ops o, Value z, int index, int units) {
    return o.slice(z, 1, index * units, units);
  }

  private static int units(Value h) {
    return h.shape().last().size();
  }

  private static void requireShapes(Ops ops, String name, List<Value> values, int gates) {
    Shape x = values.get(0).shape();
    Shape h = values.get(1).shape();
    if (x.rank() != 2 || h.rank() != 2 || !h.last().isFixed()) {
      throw new ShapeException(where(ops, name), "x [batch, in], h [batch, units]", x + ", " + h);
    }
    Dim width = Dim.of(gates).times(h.last());
    Shape kernel = Shape.of(x.last(), width);
    Shape recurrent = Shape.of(h.last(), width);
    if (!values.get(2).shape().equals(kernel) || !values.get(3).shape().equals(recurrent)) {
      throw new ShapeException(
          where(ops, name),
          "kernels " + kernel + " and " + recurrent,
          values.get(2).shape() + " and " + values.get(3).shape());
    }
  }

  private static String where(Ops ops, String name) {
    return ops.scope().isEmpty() ? name : ops.scope() + "/" + name;
  }
}
