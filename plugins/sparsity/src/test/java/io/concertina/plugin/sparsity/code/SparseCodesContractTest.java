package io.concertina.plugin.sparsity.code;

import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.activation.Activations.tanh;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;

/** With units that are dead at once, so that the pull on them is checked as well. */
class SparseCodesContractTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(SparseCodes.topK(3), 9),
        LayerSubject.of(SparseCodes.topK(2, 0.5, 1), 2, 7).holdingStopGradients(),
        LayerSubject.of(SparseCodes.topK(8, 0, 1), 8),
        LayerSubject.of(SparseCodes.topK(1), 257),
        LayerSubject.of(SparseCodes.batchTopK(3), 17),
        LayerSubject.of(SparseCodes.batchTopK(1, 0.5, 0.5, 1), 3, 9).holdingStopGradients(),
        LayerSubject.of(SparseCodes.batchTopK(31, 0.9, 0, 5), 31),
        LayerSubject.of(SparseCodes.jumpRelu(0.3, 0.5, 0.2), 9).holdingStopGradients(),
        LayerSubject.of(SparseCodes.jumpRelu(0.1, 2, 0), 3, 5).holdingStopGradients(),
        LayerSubject.of(SparseCodes.gated(7, 0.1), 5).holdingStopGradients(),
        LayerSubject.of(SparseCodes.gated(3, 0), 2, 8).holdingStopGradients(),
        LayerSubject.of(SparseCodes.klToTarget(0.05, 0.7), 9).onInputs(0.01, 0.99),
        LayerSubject.of(SparseCodes.squaredToTarget(0.3, 2), 3, 5),
        LayerSubject.of(SparseCodes.contractive(dense(5, tanh()), 0.3, 2), 7),
        LayerSubject.of(SparseCodes.contractive(dense(3, sigmoid()), 0.1, 1), 2, 4),
        LayerSubject.of(SparseCodes.contractiveDense(5, sigmoid(), 0.4), 9),
        LayerSubject.of(SparseCodes.contractiveDense(8, relu(), 0.1), 3, 7));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
