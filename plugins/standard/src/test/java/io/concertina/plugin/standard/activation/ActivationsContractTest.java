package io.concertina.plugin.standard.activation;

import io.concertina.plugin.standard.layer.Layers;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every activation, as a layer of its own.
 *
 * <p>The samples stay off -0.7518, where the slope of gelu passes through 0 as the difference of
 * two terms of 0.2: there the gradient shows that its constant 2/√π has but 32 bits.
 */
class ActivationsContractTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return Stream.of(
            Activations.linear(),
            Activations.relu(),
            Activations.leakyRelu(0.1),
            Activations.elu(0.7),
            Activations.selu(),
            Activations.gelu(),
            Activations.approximateGelu(),
            Activations.silu(),
            Activations.softplus(),
            Activations.sigmoid(),
            Activations.hardSigmoid(),
            Activations.tanh(),
            Activations.softmax())
        .map(activation -> LayerSubject.of(Layers.activation(activation), 2, 7).onInputs(-5, 6))
        .toList();
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
