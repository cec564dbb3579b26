package io.concertina.plugin.sparsity.code;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import java.util.List;

/**
 * Keeps the k largest elements of each sample and sets the others to 0.
 *
 * <p>y_i = x_i if x_i is among the k largest of x, of equals the first, and 0 otherwise; the
 * gradient passes where the element does. Kept elements may be negative. Shapes: x and y [batch,
 * ..., units].
 *
 * <p>Source: A. Makhzani, B. Frey, "k-Sparse Autoencoders", 2013, section 2.1; dead units as in
 * {@link Revival}.
 *
 * @param k active units per sample, from 1 to the number of units
 * @param revival of dead units
 */
record TopK(int k, Revival revival) implements Layer {

  static final Factory<TopK> FACTORY =
      Factory.of(
          "top_k",
          TopK.class,
          settings -> new TopK(settings.integer("k"), Revival.read(settings)),
          (value, description) -> value.revival.describe(description.put("k", value.k)));

  TopK {
    Units.requireAtLeastOne("top_k.k", k);
    revival.require("top_k");
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Units.requireActive(scope, "top_k", k, Units.of(scope, x));
    Ops ops = scope.ops();
    int last = x.shape().rank() - 1;
    List<Value> top = ops.topK(x, k);
    Value values = top.get(0);
    Value positions = top.get(1);
    Value zeros = ops.constantLike(x, 0);
    Value ones = ops.constantLike(values, 1);
    Value active = ops.scatterAdd(zeros, positions, ones, last, last);
    revival.apply(scope, x, active, ops.slice(values, last, k - 1, 1));
    return ops.scatterAdd(zeros, positions, values, last, last);
  }
}
