package io.concertina.model;

import io.concertina.DataException;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one place where values are bound to the inputs of a model's functions, by name. */
public final class Feeds {

  private final String function;
  private final List<String> inputs;

  private Feeds(String function, List<String> inputs) {
    this.function = function;
    this.inputs = inputs;
  }

  /** Binds values to the inputs of a function. */
  public static Feeds to(Function function) {
    return new Feeds(
        function.name(),
        function.parameters(Source.Kind.INPUT).stream()
            .map(parameter -> Function.parameter(parameter).name())
            .toList());
  }

  /** Names of the function's inputs. */
  public List<String> inputs() {
    return inputs;
  }

  /** Those of the values that a function takes, as {@link #of(Map)} gives them. */
  public static Map<String, Tensor> of(Function function, Map<String, Tensor> values) {
    return to(function).of(values);
  }

  /**
   * Those of the values that the function takes. A function that draws takes the values' key, or
   * the key of seed 0 if they have none.
   *
   * @param values by name; those that the function does not take are passed over
   * @throws DataException if an input has no value
   */
  public Map<String, Tensor> of(Map<String, Tensor> values) {
    if (values.size() == inputs.size() && values.keySet().containsAll(inputs)) {
      return values;
    }
    Map<String, Tensor> feeds = HashMap.newHashMap(inputs.size());
    for (String name : inputs) {
      Tensor value = values.get(name);
      if (value == null && name.equals(ModelFunctions.KEY)) {
        value = Threefry.key(0);
      }
      if (value == null) {
        throw new DataException(function, "rows with a stream " + name, "only " + values.keySet());
      }
      feeds.put(name, value);
    }
    return feeds;
  }
}
