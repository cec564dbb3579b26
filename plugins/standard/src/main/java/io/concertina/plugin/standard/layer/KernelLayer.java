package io.concertina.plugin.standard.layer;

import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.regularizer.Regularizer;
import java.util.Optional;

/**
 * A layer that multiplies by a kernel; its {@link KernelSettings} are chosen by methods that return
 * another layer.
 *
 * @param <L> the layer's own type
 */
public interface KernelLayer<L extends KernelLayer<L>> extends Layer {

  /** What was chosen. */
  KernelSettings settings();

  /** The same layer with other choices. */
  L with(KernelSettings settings);

  /** With another activation. */
  default L activation(Activation function) {
    return with(settings().with(function));
  }

  /** With or without bias. */
  default L bias(boolean present) {
    return with(settings().withBias(present));
  }

  /** With another first value of the kernel. */
  default L kernelInitializer(Initializer initializer) {
    KernelSettings.Initial initial = settings().initial();
    return with(settings().with(new KernelSettings.Initial(initializer, initial.bias())));
  }

  /** With another first value of the bias. */
  default L biasInitializer(Initializer initializer) {
    KernelSettings.Initial initial = settings().initial();
    return with(settings().with(new KernelSettings.Initial(initial.kernel(), initializer)));
  }

  /** With a penalty on the kernel. */
  default L kernelRegularizer(Regularizer penalty) {
    KernelSettings.Penalties penalties = settings().penalties();
    return with(
        settings().with(new KernelSettings.Penalties(Optional.of(penalty), penalties.activity())));
  }

  /** With a penalty on the output, after the activation. */
  default L activityRegularizer(Regularizer penalty) {
    KernelSettings.Penalties penalties = settings().penalties();
    return with(
        settings().with(new KernelSettings.Penalties(penalties.kernel(), Optional.of(penalty))));
  }
}
