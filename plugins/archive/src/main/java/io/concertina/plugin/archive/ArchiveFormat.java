package io.concertina.plugin.archive;

import io.concertina.ConcertinaException;
import io.concertina.ModelFormatException;
import io.concertina.Reason;
import io.concertina.config.Makers;
import io.concertina.format.FormatOptions;
import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.ir.Tensor;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Blueprint;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Concertina's own model file, known by the extension {@code .concertina}. */
final class ArchiveFormat implements ModelReader, ModelWriter {

  @Override
  public String name() {
    return "concertina";
  }

  @Override
  public boolean accepts(Path file) {
    return file.toString().endsWith(".concertina");
  }

  @Override
  public Model read(Path file, Makers makers) {
    try (ArchiveReader archive = ArchiveReader.open(file, Kind.MODEL)) {
      return read(archive, file.toString(), makers);
    }
  }

  @Override
  public Model read(InputStream in, String origin, Makers makers) throws IOException {
    try (ArchiveReader archive = ArchiveReader.open(in, origin, Kind.MODEL)) {
      return read(archive, origin, makers);
    }
  }

  private static Model read(ArchiveReader archive, String origin, Makers makers) {
    JsonObject spec = archive.json(Kind.SPEC);
    TensorFile scalings = archive.tensors(Kind.PREPROCESSING);
    UnpackedTensors weights =
        UnpackedTensors.of(archive.where(Kind.WEIGHTS), archive.tensors(Kind.WEIGHTS));
    Optional<Map<String, Tensor>> found =
        archive.hasScore()
            ? Optional.of(
                UnpackedTensors.of(archive.where(Kind.SCORE), archive.tensors(Kind.SCORE))
                    .tensors())
            : Optional.empty();
    Provenance provenance = HistoryText.read(archive.json(Kind.HISTORY), archive.facts());
    return built(
        origin,
        () -> {
          ModelSpec layers = SpecText.read(spec, archive.version(), archive.hasScore(), makers);
          Provenance known = provenance;
          if (archive.version() < Manifest.STREAMS) {
            EarlierFacts earlier = new EarlierFacts(archive.facts());
            layers = earlier.named(layers);
            known = earlier.planned(known);
          }
          Model model =
              Model.of(
                  Blueprint.of(
                      layers, ScalingsTensors.read(archive.where(Kind.PREPROCESSING), scalings)),
                  weights.tensors(),
                  weights.masks(),
                  known);
          return found.map(tensors -> scored(model, spec, tensors, makers)).orElse(model);
        });
  }

  private static Model scored(
      Model model, JsonObject spec, Map<String, Tensor> fitted, Makers makers) {
    Model scored = model.with(new FittedScore(SpecText.score(spec, makers), fitted));
    scored.functions().score(); // What was fitted must be what the score looks for.
    return scored;
  }

  /** Whatever the file's content provokes, a factory of a plugin included, is the file's fault. */
  private static Model built(String origin, Supplier<Model> model) {
    try {
      return model.get();
    } catch (ModelFormatException e) {
      throw e;
    } catch (ConcertinaException e) {
      throw new ModelFormatException(origin + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      String reason = Excerpt.of(Reason.of(e), 160);
      throw new ModelFormatException(
          origin + ": expected a model that can be built, got a fault (" + reason + ")", e);
    }
  }

  @Override
  public List<String> write(Model model, OutputStream out, Makers makers, FormatOptions options)
      throws IOException {
    Set<String> kernels = kernels(model);
    TensorFile weights =
        PackedTensors.file(
            model.weights(),
            model.masks(),
            name -> kernels.contains(name) ? options.values() : FormatOptions.Values.F32);
    ArchiveWriter archive =
        new ArchiveWriter(Kind.MODEL, model.facts())
            .since(SpecText.version(model))
            .add(Kind.SPEC, SpecText.tree(model, makers))
            .add(Kind.PREPROCESSING, ScalingsTensors.file(model.scalings()))
            .add(Kind.WEIGHTS, weights)
            .add(Kind.HISTORY, HistoryText.tree(model.provenance()));
    model.score().ifPresent(score -> archive.add(Kind.SCORE, PackedTensors.file(score.fitted())));
    archive.write(out);
    boolean rounded = options.values() != FormatOptions.Values.F32;
    return rounded ? notes(kernels, weights) : List.of();
  }

  /** Weights of two and more axes. */
  private static Set<String> kernels(Model model) {
    return model.blueprint().variables().stream()
        .filter(variable -> variable.role() == Role.WEIGHT && variable.shape().rank() > 1)
        .map(Variable::name)
        .collect(Collectors.toSet());
  }

  /** What became of each kernel that was to be rounded. */
  private static List<String> notes(Set<String> kernels, TensorFile weights) {
    List<String> notes = new ArrayList<>();
    for (String kernel : new TreeSet<>(kernels)) {
      String error = weights.metadata().get(kernel + PackedTensors.ERROR);
      notes.add(
          error == null
              ? kernel + ": kept as it is, because of numbers that are not finite or beyond 65504"
              : kernel + ": rounded, with an absolute error of at most " + error);
    }
    return notes;
  }
}
