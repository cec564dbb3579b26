package io.concertina.plugin.archive;

import static io.concertina.plugin.standard.layer.Layers.concat;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.named;
import static io.concertina.plugin.standard.layer.Layers.oneHot;
import static io.concertina.plugin.standard.likelihood.Likelihoods.gaussianOfLearnedVariance;

import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.ir.Shape;
import io.concertina.model.Head;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.spi.Registry;
import io.concertina.testkit.FormatContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The archive keeps the contract of a format. */
class ArchiveFormatContractTest extends FormatContract {

  private static final List<String> WORDS = List.of("DE", "größer, \"als\"\n", "");

  @TempDir Path aside;

  @Override
  protected ModelReader reader() {
    return new ArchiveFormat();
  }

  @Override
  protected ModelWriter writer() {
    return new ArchiveFormat();
  }

  @Override
  protected String fileName() {
    return "model.concertina";
  }

  @Override
  protected ModelSpec layers() {
    return Samples.model().spec();
  }

  @Override
  protected Map<String, ModelSpec> more() {
    Map<String, ModelSpec> more = new LinkedHashMap<>();
    more.put("with categories", categories());
    more.put(
        "with a likelihood",
        ModelSpec.of(Shape.of(2), List.of(dense(3)), List.of(dense(4)))
            .with(Outputs.plain().with(gaussianOfLearnedVariance())));
    more.put("with heads", layers().with(Outputs.plain().with(heads())));
    more.put("with several streams and a label", severalStreams());
    return more;
  }

  private static ModelSpec categories() {
    StreamSpec numbers = StreamSpec.feature(Schema.X, Shape.of(2));
    StreamSpec words =
        new StreamSpec(
            Schema.CATEGORIES,
            StreamSpec.Role.FEATURE,
            StreamSpec.Kind.I32,
            Shape.of(2),
            Elements.named(List.of("country", "device"))
                .withWords(List.of(WORDS, List.of("phone"))));
    return ModelSpec.of(Shape.of(2), List.of(dense(3)), List.of(dense()))
        .on(Schema.of(numbers, words));
  }

  private static ModelSpec severalStreams() {
    StreamSpec x =
        StreamSpec.feature(Schema.X, Shape.of(5))
            .with(
                Elements.unknown()
                    .withParts(List.of(new Elements.Part("left", 3), new Elements.Part("r-2", 2))));
    StreamSpec kind = StreamSpec.label("kind").with(Elements.unknown().withWords(List.of(WORDS)));
    return new ModelSpec(
        Schema.of(x, kind),
        List.of(
            named("a", dense(2)).from("left"),
            named("b", dense(2)).from("r-2"),
            named("which", oneHot(3)).from("kind"),
            named("both", concat()).from("a", "b", "which")),
        List.of(
            named("wide", dense(4)),
            named("left", dense(3)).from("wide"),
            named("r-2", dense(2)).from("wide")),
        Outputs.plain());
  }

  private static List<Head> heads() {
    StreamSpec words = StreamSpec.label("kind").with(Elements.unknown().withWords(List.of(WORDS)));
    return List.of(
        new Head("kind", Head.CODE, ModelSpec.named(List.of(dense(4), dense(3))), words),
        new Head(
            "early",
            "encoder/dense_1",
            ModelSpec.named(List.of(dense(2))),
            StreamSpec.label("other")));
  }

  @Override
  protected Map<String, byte[]> strangers(byte[] file) {
    try {
      Path good = Files.write(aside.resolve("good.concertina"), file);
      Map<String, byte[]> strangers = new LinkedHashMap<>();
      for (String name : List.of("extra.json", "thresholds.safetensors", "README")) {
        strangers.put(name, Forgery.of(good).with(name, new byte[] {1}).bytes());
      }
      return strangers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Registry registry() {
    return Samples.REGISTRY;
  }
}
