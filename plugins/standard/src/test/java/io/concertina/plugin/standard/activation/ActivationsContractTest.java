package io.concertina.plugin.standard.activation;

import io.concertina.layer.Activation;
import io.concertina.testkit.ActivationContract;
import java.util.List;
import java.util.Set;

class ActivationsContractTest extends ActivationContract {

  @Override
  protected List<Activation> subjects() {
    return List.of(
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
        Activations.softmax());
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
