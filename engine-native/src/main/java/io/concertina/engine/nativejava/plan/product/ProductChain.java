package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.plan.BatchRows;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Products that follow each other: each but the first has as its left factor what the one before
 * leaves, and nothing else reads that. So where neighbours have weights with forms without zeros,
 * rows may go through all of them at once and the numbers in between need no place in memory.
 *
 * @param products in order; at least one
 */
public record ProductChain(List<MatMulStep> products) implements Step {

  public ProductChain {
    products = List.copyOf(products);
  }

  /** True if the last product is as large as the left factor of another. */
  public boolean fits(MatMulStep next) {
    MatMulStep.Sizes last = products.getLast().sizes();
    return last.m() == next.sizes().m() && last.n() == next.sizes().k();
  }

  /** The chain with one more product at its end. */
  public ProductChain then(MatMulStep product) {
    return new ProductChain(Stream.concat(products.stream(), Stream.of(product)).toList());
  }

  @Override
  public int scratchFloats(Workspace workspace) {
    return products.stream().mapToInt(product -> product.scratchFloats(workspace)).max().orElse(0);
  }

  @Override
  public boolean anchors(Buffer buffer) {
    return products.stream()
        .anyMatch(each -> each.a().buffer().equals(buffer) || each.anchors(buffer));
  }

  @Override
  public Task bind(Workspace workspace) {
    Task[] dense = products.stream().map(product -> product.bind(workspace)).toArray(Task[]::new);
    SparseLayer[] layers =
        products.stream()
            .flatMap(product -> layer(product, workspace).stream())
            .toArray(SparseLayer[]::new);
    if (layers.length < products.size()) {
      return new Dense(dense);
    }
    return new Bound(new Dense(dense), layers, new SparseChain(layers, workspace));
  }

  @Override
  public boolean isByRows(BatchRows rows, Workspace workspace) {
    return products.stream().allMatch(product -> product.isByRows(rows, workspace));
  }

  @Override
  public long cost() {
    return products.stream().mapToLong(MatMulStep::cost).sum();
  }

  private static Optional<SparseLayer> layer(MatMulStep product, Workspace workspace) {
    MatMulStep.Sizes sizes = product.sizes();
    int offset = product.b().offset();
    return workspace
        .frozen(product.b().buffer())
        .map(
            weight ->
                new SparseLayer(
                    product,
                    () ->
                        weight.sparse(sizes.m(), sizes.k(), sizes.n(), offset, workspace.kernels()),
                    workspace));
  }

  @Override
  public String toString() {
    return products.stream().map(MatMulStep::toString).collect(Collectors.joining("\n     "));
  }

  private record Dense(Task[] products) implements Task {

    @Override
    public void run() {
      for (Task product : products) {
        product.run();
      }
    }

    @Override
    public boolean startRows() {
      return Arrays.stream(products).allMatch(Task::startRows);
    }

    @Override
    public void rows(int from, int to, int count, int worker) {
      for (Task product : products) {
        product.rows(from, to, count, worker);
      }
    }
  }

  private record Bound(Dense dense, SparseLayer[] layers, SparseChain chain) implements Task {

    @Override
    public void run() {
      int next = 0;
      while (next < layers.length) {
        if (layers[next].isSparse()) {
          int end = end(next);
          chain.run(next, end);
          next = end;
        } else {
          dense.products()[next++].run();
        }
      }
    }

    /** Strips have parts of their own. */
    @Override
    public boolean startRows() {
      return Arrays.stream(layers).noneMatch(SparseLayer::isSparse) && dense.startRows();
    }

    @Override
    public void rows(int from, int to, int count, int worker) {
      dense.rows(from, to, count, worker);
    }

    /**
     * The layer after the last that may be chained to one: strips still read what goes into the
     * first when others write what comes out of the last.
     */
    private int end(int from) {
      int end = from + 1;
      while (end < layers.length && layers[end - 1].leadsOn() && layers[end].isSparse()) {
        end++;
      }
      while (end > from + 1 && layers[end - 1].overwritesLeftOf(layers[from])) {
        end--;
      }
      return end;
    }
  }
}
