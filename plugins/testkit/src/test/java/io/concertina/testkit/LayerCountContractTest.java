package io.concertina.testkit;

import io.concertina.ir.Shape;
import io.concertina.model.LayerCount;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.testkit.fixture.Affine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sound count passes. */
class LayerCountContractTest extends LayerCountContract {

  static final ModelSpec LAYERS =
      ModelSpec.of(Shape.of(3), List.of(new Affine(2, 0)), List.of(new Affine(3, 0)));

  @Override
  protected LayerCount count() {
    return new Zeros();
  }

  @Override
  protected ModelSpec layers() {
    return LAYERS;
  }

  /** Zeros among the elements of each layer's kernel. */
  static class Zeros implements LayerCount {

    @Override
    public String name() {
      return "zeros";
    }

    @Override
    public String words() {
      return "zeros";
    }

    @Override
    public Map<String, Long> of(Model model) {
      Map<String, Long> zeros = new LinkedHashMap<>();
      for (String layer : model.spec().layers().keySet()) {
        float[] kernel = model.weight(layer + "/kernel").toFloats();
        long count = 0;
        for (float element : kernel) {
          count += element == 0 ? 1 : 0;
        }
        zeros.put(layer, count);
      }
      return zeros;
    }
  }
}
