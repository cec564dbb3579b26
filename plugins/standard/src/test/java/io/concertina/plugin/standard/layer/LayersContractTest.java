package io.concertina.plugin.standard.layer;

import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.regularizer.Regularizers;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;

class LayersContractTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(Layers.dense(5), 7),
        LayerSubject.of(Layers.dense(1, Activations.sigmoid()), 33),
        LayerSubject.of(Layers.dense(9).bias(false), 3, 5),
        LayerSubject.of(Layers.dense(), 17),
        LayerSubject.of(
            Layers.dense(4, Activations.tanh())
                .kernelRegularizer(Regularizers.elasticNet(0.1, 0.2))
                .activityRegularizer(Regularizers.l2(0.3)),
            6),
        LayerSubject.of(Layers.tiedDense("encoder/dense_1", Activations.sigmoid()), 8)
            .after("encoder/dense_1", Layers.dense(3, Activations.tanh())),
        LayerSubject.of(Layers.tiedDense("encoder/dense_1").bias(false), 2, 8)
            .after("encoder/dense_1", Layers.dense(3)),
        LayerSubject.of(Layers.activation(Activations.silu()), 9),
        LayerSubject.of(Layers.dropout(0.25), 31),
        LayerSubject.of(Layers.dropout(0.9), 4, 8),
        LayerSubject.of(Layers.gaussianNoise(0.5), 31),
        LayerSubject.of(Layers.maskingNoise(0.25), 31),
        LayerSubject.of(Layers.maskingNoiseUpTo(0.5), 31),
        LayerSubject.of(Layers.maskingNoiseUpTo(0.5), 4, 8),
        LayerSubject.of(Layers.batchNorm(), 7),
        LayerSubject.of(Layers.batchNorm().momentum(0.5).scale(false), 3, 4),
        LayerSubject.of(Layers.batchNorm().center(false).epsilon(1e-2), 5),
        LayerSubject.of(Layers.layerNorm(), 9),
        LayerSubject.of(Layers.layerNorm().scale(false).center(false), 3, 17),
        LayerSubject.of(Layers.flatten(), 3, 5),
        LayerSubject.of(Layers.reshape(5, -1), 3, 10),
        LayerSubject.of(Layers.oneHot(4), 3)
            .after("encoder/classes", LayersContractTest::whole)
            .onInputs(-0.9, 4.9),
        merging(Layers.concat(), Shape.of(3), Shape.of(7), Shape.of(1)),
        merging(Layers.concat(), Shape.of(4, 3), Shape.of(4, 5)),
        merging(Layers.concat(1), Shape.of(2, 3), Shape.of(5, 3)),
        merging(Layers.concat(-2), Shape.of(2, 3, 2), Shape.of(2, 1, 2)),
        merging(Layers.add(), Shape.of(9), Shape.of(9)),
        merging(Layers.add(), Shape.of(4, 3), Shape.of(4, 3), Shape.of(4, 3)),
        merging(Layers.multiply(), Shape.of(17), Shape.of(17)),
        merging(Layers.multiply(), Shape.of(3, 2), Shape.of(3, 2), Shape.of(3, 2)),
        merging(Layers.average(), Shape.of(5), Shape.of(5), Shape.of(5)),
        LayerSubject.of(Layers.shared("encoder/dense_1"), 8)
            .after(
                "encoder/dense_1",
                Layers.dense(8, Activations.tanh()).kernelRegularizer(Regularizers.l2(0.1))));
  }

  private static Value whole(LayerScope scope, Value x) {
    return scope.ops().cast(x, DType.I32);
  }

  private static LayerSubject merging(Layer layer, Shape... inputs) {
    return LayerSubject.merging((MergeLayer) layer, inputs);
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
