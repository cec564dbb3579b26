package io.concertina.plugin.pruning;

import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the blocks that stay, of one layer or of several together.
 *
 * <p>Blocks that are gone stay gone. Of equal scores the first goes first.
 */
final class Selection {

  /**
   * One layer.
   *
   * @param blocks how its weight is cut
   * @param scores of the blocks, at least 0
   * @param kept blocks that are there; changed by {@link #remove}
   */
  record Candidate(Blocks blocks, float[] scores, boolean[] kept) {

    /** Elements of the weight. */
    long size() {
      return (long) blocks.rows() * blocks.width();
    }

    /** A mask that is true in the blocks that are kept, but nowhere where another one is false. */
    Tensor mask(Tensor within) {
      return blocks.mask(kept, within);
    }

    /** The same layer with its scores relative to what would be left (LAMP). */
    Candidate adaptive() {
      long[] order = order(List.of(this));
      float[] relative = new float[scores.length];
      double left = 0;
      for (int i = order.length - 1; i >= 0; i--) {
        int block = (int) order[i];
        double square = (double) scores[block] * scores[block] * blocks.size(block);
        left += square;
        relative[block] = left == 0 ? 0 : (float) (square / left / blocks.size(block));
      }
      return new Candidate(blocks, relative, kept);
    }
  }

  private Selection() {}

  /**
   * Takes away the blocks of least score until the share of elements that are gone is as near to
   * the target as whole blocks allow.
   *
   * @param candidates layers; their kept blocks change
   * @param sparsity share of all their elements
   */
  static void remove(List<Candidate> candidates, double sparsity) {
    long size = candidates.stream().mapToLong(Candidate::size).sum();
    long present = 0;
    for (Candidate candidate : candidates) {
      present += candidate.blocks.size(candidate.kept);
    }
    double excess = present - (1 - sparsity) * size;
    int[] owners = owners(candidates);
    int[] starts = starts(candidates);
    for (long key : order(candidates)) {
      int number = (int) key;
      Candidate candidate = candidates.get(owners[number]);
      int block = number - starts[owners[number]];
      int elements = candidate.blocks.size(block);
      if (excess < elements / 2.0) {
        return;
      }
      candidate.kept[block] = false;
      excess -= elements;
    }
  }

  /** The blocks that are there by rising score; the number of a block is in the lower half. */
  private static long[] order(List<Candidate> candidates) {
    int[] starts = starts(candidates);
    long[] keys = new long[starts[candidates.size()]];
    int count = 0;
    for (int c = 0; c < candidates.size(); c++) {
      Candidate candidate = candidates.get(c);
      for (int block = 0; block < candidate.scores.length; block++) {
        if (candidate.kept[block]) {
          long bits = Float.floatToIntBits(candidate.scores[block] + 0f);
          keys[count++] = bits << Integer.SIZE | starts[c] + block;
        }
      }
    }
    long[] order = Arrays.copyOf(keys, count);
    Arrays.sort(order);
    return order;
  }

  /**
   * Where each layer's blocks begin in the common numbering, and after the last one their count.
   */
  private static int[] starts(List<Candidate> candidates) {
    int[] starts = new int[candidates.size() + 1];
    for (int c = 0; c < candidates.size(); c++) {
      starts[c + 1] = Math.addExact(starts[c], candidates.get(c).scores.length);
    }
    return starts;
  }

  private static int[] owners(List<Candidate> candidates) {
    int[] starts = starts(candidates);
    int[] owners = new int[starts[candidates.size()]];
    for (int c = 0; c < candidates.size(); c++) {
      Arrays.fill(owners, starts[c], starts[c + 1], c);
    }
    return owners;
  }

  /** Removes by scope. */
  static void remove(List<Candidate> candidates, double sparsity, Scope scope) {
    switch (scope) {
      case LAYER -> candidates.forEach(candidate -> remove(List.of(candidate), sparsity));
      case GLOBAL -> remove(candidates, sparsity);
      case ADAPTIVE -> remove(adaptive(candidates), sparsity);
      case ERDOS_RENYI -> {
        double[] densities = densities(candidates, 1 - sparsity);
        for (int i = 0; i < densities.length; i++) {
          remove(List.of(candidates.get(i)), 1 - densities[i]);
        }
      }
    }
  }

  private static List<Candidate> adaptive(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::adaptive).toList();
  }

  /** Densities in proportion to (rows + width) / (rows · width), none above 1. */
  static double[] densities(List<Candidate> candidates, double density) {
    double[] shares = new double[candidates.size()];
    List<Integer> open = new ArrayList<>();
    double budget = 0;
    for (int i = 0; i < shares.length; i++) {
      budget += density * candidates.get(i).size();
      open.add(i);
    }
    boolean full = true;
    while (full && !open.isEmpty()) {
      double sum = 0;
      for (int i : open) {
        sum += candidates.get(i).blocks.rows() + candidates.get(i).blocks.width();
      }
      full = false;
      for (int i : List.copyOf(open)) {
        Blocks blocks = candidates.get(i).blocks;
        shares[i] = budget / sum * (blocks.rows() + blocks.width()) / candidates.get(i).size();
      }
      for (int i : List.copyOf(open)) {
        if (shares[i] > 1) {
          shares[i] = 1;
          budget -= candidates.get(i).size();
          open.remove((Integer) i);
          full = true;
        }
      }
    }
    return shares;
  }
}
