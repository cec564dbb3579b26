package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;

/**
 * Every loop in vectors from its first run on.
 *
 * @param width the width of the vectors
 */
record VectorParts(Width width) implements Parts {

  @Override
  public DeferredTile tile(TileForm form) {
    return DeferredTile.vectors(TileAssembler.assemble(form, width), form, width.lanes());
  }

  @Override
  public DeferredGathered tile(GatheredForm form) {
    return DeferredGathered.vectors(GatheredAssembler.assemble(form, width), form, width.lanes());
  }

  @Override
  public Deferred<HeldTile> tile(HeldForm form) {
    return Deferred.vectors(HeldAssembler.assemble(form, width));
  }

  @Override
  public GatheredProduct channelwise(
      boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    Channelwise loop = channelwise();
    int columns = shape.columns();
    return (aAt, bAt, cAt) ->
        loop.run(
            accumulate,
            shape.rows(),
            shape.shared(),
            shape.right(),
            shape.targets(),
            columns,
            a,
            aAt,
            b,
            bAt,
            c,
            cAt);
  }

  /** The loop of such products. */
  Channelwise channelwise() {
    return Template.instance("SimdChannelwise", width, Channelwise.class);
  }

  @Override
  public RowProduct rowProduct() {
    return Template.instance("SimdRowProduct", width, RowProduct.class);
  }

  @Override
  public Transposition transposition() {
    return TranspositionAssembler.assemble(width);
  }

  @Override
  public ElementwiseKernel elementwise(ElementwiseProgram program) {
    return ElementwiseAssembler.assemble(program, width);
  }

  @Override
  public ReductionKernels reductions() {
    return Template.instance("SimdReductions", width, ReductionKernels.class);
  }

  @Override
  public SparseKernels sparse() {
    return Template.instance("SimdSparse", width, SparseKernels.class);
  }

  @Override
  public RandomKernels random() {
    return Template.instance("SimdRandom", width, RandomKernels.class);
  }
}
