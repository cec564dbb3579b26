package io.concertina.testkit;

import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.ir.Shape;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.Affine;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.PlainFormat;
import java.util.List;
import java.util.Map;

/** A sound format passes. */
class FormatContractTest extends FormatContract {

  @Override
  protected ModelReader reader() {
    return new PlainFormat();
  }

  @Override
  protected ModelWriter writer() {
    return new PlainFormat();
  }

  @Override
  protected String fileName() {
    return "model.plain";
  }

  @Override
  protected ModelSpec layers() {
    return ModelSpec.of(Shape.of(3), List.of(new Affine(2, 0.1)), List.of(new Affine(3, 0)));
  }

  @Override
  protected Map<String, byte[]> strangers(byte[] file) {
    return Map.of("colour", PlainFormat.withPart(file, "colour"));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
