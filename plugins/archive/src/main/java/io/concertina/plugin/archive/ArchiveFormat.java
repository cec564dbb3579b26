package io.concertina.plugin.archive;

import io.concertina.ConcertinaException;
import io.concertina.ModelFormatException;
import io.concertina.Reason;
import io.concertina.config.Makers;
import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.format.ModelFormat;
import io.concertina.ir.Shape;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Concertina's own model file, known by the extension {@code .concertina}. */
final class ArchiveFormat implements ModelFormat {

  /** More axes than any sample has. */
  private static final int MOST_AXES = 16;

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
      JsonObject spec = archive.json(Kind.SPEC);
      TensorFile preprocessing = archive.tensors(Kind.PREPROCESSING);
      UnpackedTensors weights =
          UnpackedTensors.of(archive.where(Kind.WEIGHTS), archive.tensors(Kind.WEIGHTS));
      JsonObject history = archive.json(Kind.HISTORY);
      return built(
          file,
          () ->
              new Model(
                  spec(spec, makers),
                  PreprocessingTensors.read(archive.where(Kind.PREPROCESSING), preprocessing),
                  weights.tensors(),
                  weights.masks(),
                  HistoryText.read(history),
                  archive.facts()));
    }
  }

  private static ModelSpec spec(JsonObject tree, Makers makers) {
    List<?> sizes = tree.list("input");
    boolean plain =
        sizes.size() <= MOST_AXES
            && sizes.stream().allMatch(size -> size instanceof Integer whole && whole > 0);
    if (!plain) {
      throw new ModelFormatException(
          tree.where() + ".input", "sizes of at least 1", Excerpt.quoted(sizes));
    }
    Shape sample = Shape.of(sizes.stream().mapToInt(size -> (Integer) size).toArray());
    return ModelSpec.read(Kind.SPEC, sample, tree.list("encoder"), tree.list("decoder"), makers);
  }

  /** Whatever the file's content provokes, a factory of a plugin included, is the file's fault. */
  private static Model built(Path file, Supplier<Model> model) {
    try {
      return model.get();
    } catch (ModelFormatException e) {
      throw e;
    } catch (ConcertinaException e) {
      throw new ModelFormatException(file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      String reason = Excerpt.of(Reason.of(e), 160);
      throw new ModelFormatException(
          file + ": expected a model that can be built, got a fault (" + reason + ")", e);
    }
  }

  @Override
  public ExportReport write(Model model, Path file, Makers makers, FormatOptions options) {
    Set<String> kernels = kernels(model);
    TensorFile weights =
        PackedTensors.file(
            model.weights(),
            model.masks(),
            name -> kernels.contains(name) ? options.values() : FormatOptions.Values.F32);
    long bytes =
        new ArchiveWriter(Kind.MODEL, model.facts())
            .add(Kind.SPEC, model.spec().describe(makers))
            .add(Kind.PREPROCESSING, PreprocessingTensors.file(model.preprocessing()))
            .add(Kind.WEIGHTS, weights)
            .add(Kind.HISTORY, HistoryText.tree(model.history()))
            .write(file);
    boolean rounded = options.values() != FormatOptions.Values.F32;
    return new ExportReport(file, bytes, rounded ? notes(kernels, weights) : List.of());
  }

  /** Weights of two and more axes. */
  private static Set<String> kernels(Model model) {
    return new ModelFunctions(model.spec(), model.preprocessing())
        .variables().stream()
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
