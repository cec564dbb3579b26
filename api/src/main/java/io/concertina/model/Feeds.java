package io.concertina.model;

import io.concertina.DataException;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** The one place where values are bound to the inputs of a model's functions, by name. */
public final class Feeds {

  private Feeds() {}

  /**
   * Those of the values that a function takes. A function that draws takes the values' key, or the key
   * of seed 0 if they have none.
   *
   * @param values by name; those that the function does not take are passed over
   * @throws DataException if an input has no value
   */
  public static Map<String, Tensor> of(Function function, Map<String, Tensor> values) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    for (Value parameter : function.parameters(Source.Kind.INPUT)) {
      String name = Function.parameter(parameter).name();
      Tensor value = values.get(name);
      if (value == null && name.equals(ModelFunctions.KEY)) {
        value = Threefry.key(0);
      }
      if (value == null) {
        throw new DataException(
            function.name(), "rows with a stream " + name, "only " + values.keySet());
      }
      feeds.put(name, value);
    }
    return feeds;
  }
}
