package io.concertina.plugin.standard.initializer;

import io.concertina.layer.Initializer;
import io.concertina.testkit.InitializerContract;
import java.util.List;

class InitializersContractTest extends InitializerContract {

  @Override
  protected List<Initializer> subjects() {
    return List.of(
        Initializers.glorotUniform(),
        Initializers.glorotNormal(),
        Initializers.heUniform(),
        Initializers.heNormal(),
        Initializers.lecunUniform(),
        Initializers.lecunNormal(),
        Initializers.uniform(-1, 2),
        Initializers.normal(0.5, 2),
        Initializers.constant(3),
        Initializers.zeros(),
        Initializers.ones());
  }
}
