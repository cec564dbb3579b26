package io.concertina.plugin.convolutional;

import static io.concertina.plugin.convolutional.ConvolutionalLayers.avgPool;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv1d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.convTranspose;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.depthwiseConv;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.globalAvgPool;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.groupNorm;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.instanceNorm;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.maxPool;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.separableConv;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.spatialDropout;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.upsample;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.activation.Activations.tanh;

import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;

class ConvolutionalLayersContractTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(conv1d(3, 4, tanh()), 9, 2),
        LayerSubject.of(conv(1, 3, 3).dilation(2).padding(Padding.same()), 7, 2),
        LayerSubject.of(conv2d(4, 3, sigmoid()).strides(2).padding(Padding.same()), 7, 6, 3),
        LayerSubject.of(conv(2, 6, 2).groups(3).padding(Padding.of(1, 0, 0, 1)), 4, 5, 3),
        LayerSubject.of(conv(2, 2, 1).bias(false), 3, 3, 5),
        LayerSubject.of(conv(3, 2, 2).padding(Padding.of(1)), 3, 2, 4, 2),
        LayerSubject.of(convTranspose(1, 3, 5).strides(2).padding(Padding.same()), 4, 2),
        LayerSubject.of(convTranspose(2, 2, 3).strides(2).padding(Padding.same()), 3, 4, 5),
        LayerSubject.of(convTranspose(2, 1, 3).strides(3), 2, 3, 2),
        LayerSubject.of(
            convTranspose(2, 2, 3).strides(2).padding(Padding.same()).output(5, 7), 3, 4, 3),
        LayerSubject.of(convTranspose(3, 1, 2), 2, 2, 3, 2),
        LayerSubject.of(depthwiseConv(1, 3).padding(Padding.same()), 5, 4),
        LayerSubject.of(depthwiseConv(2, 3).strides(2), 7, 5, 3),
        LayerSubject.of(separableConv(2, 4, 3).padding(Padding.same()), 4, 3, 2),
        LayerSubject.of(maxPool(2), 7, 3),
        LayerSubject.of(maxPool(3), 6, 7, 2),
        LayerSubject.of(avgPool(2), 5, 4, 3),
        LayerSubject.of(
            new Pool(Pool.Kind.AVERAGE, List.of(3), List.of(2), Padding.same()), 5, 4, 2),
        LayerSubject.of(
            new Pool(Pool.Kind.AVERAGE_WITH_PADDING, List.of(3, 2), List.of(1, 2), Padding.of(1)),
            5,
            4,
            2),
        LayerSubject.of(globalAvgPool(), 3, 4, 5),
        LayerSubject.of(upsample(2), 3, 2, 2),
        LayerSubject.of(new Upsample(List.of(3), Upsample.Interpolation.LINEAR), 4, 2),
        LayerSubject.of(spatialDropout(0.4), 3, 2, 8),
        LayerSubject.of(groupNorm(2), 3, 4, 6),
        LayerSubject.of(instanceNorm(), 7, 3));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
