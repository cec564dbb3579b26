package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void aWindowCountsItsPositions() {
    assertThat(Window.of(3).positions(0, 9)).isEqualTo(7);
    assertThat(Window.of(3).withStrides(2).positions(0, 9)).isEqualTo(4);
    assertThat(Window.of(3).withStrides(2).positions(0, 10)).isEqualTo(4);
    assertThat(Window.of(3).withDilations(4).positions(0, 9)).isEqualTo(1);
    assertThat(Window.of(3).withPadding(List.of(1), List.of(2)).positions(0, 9)).isEqualTo(10);
    assertThat(Window.of(3).positions(0, 2)).isZero();
    assertThat(Window.of(9).positions(0, 2)).isNegative();
  }

  @Test
  void theExtentReachesFromTheFirstTapToTheLast() {
    Window window = Window.of(3, 1).withDilations(4, 7);
    assertThat(window.extent(0)).isEqualTo(9);
    assertThat(window.extent(1)).isEqualTo(1);
    assertThat(window.taps()).isEqualTo(3);
  }

  @Test
  void samePaddingGivesTheSizeByTheStrideRoundedUpWithTheOddPlaceBehind() {
    Window odd = Window.of(3, 4).withStrides(2, 1).same(Shape.of(8, 8));
    assertThat(odd.before()).containsExactly(0, 1);
    assertThat(odd.after()).containsExactly(1, 2);
    assertThat(odd.positions(0, 8)).isEqualTo(4);
    assertThat(odd.positions(1, 8)).isEqualTo(8);
    assertThat(Window.of(2).withStrides(3).same(Shape.of(6)))
        .isEqualTo(Window.of(2).withStrides(3));
  }

  @Test
  void samePaddingKeepsANamedSize() {
    Shape time = Shape.of(Dim.named("time"));
    Window window = Window.of(4).withDilations(2).same(time);
    assertThat(window.keepsSize(0)).isTrue();
    assertThatThrownBy(() -> Window.of(4).withStrides(2).same(time))
        .isInstanceOf(ShapeException.class)
        .hasMessage("window strides: expected stride 1 on the axis of size time, got 2");
  }

  @Test
  void samePaddingWantsOneSizePerAxis() {
    assertThatThrownBy(() -> Window.of(3, 3).same(Shape.of(8)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("window [3, 3]: expected 2 spatial sizes, got [8]");
  }

  @Test
  void numbersThatMakeNoWindowAreRefusedByName() {
    assertThatThrownBy(() -> Window.of(3, 3).withStrides(2, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("window strides: expected 2 numbers of at least 1, got [2, 0]");
    assertThatThrownBy(() -> Window.of(3).withDilations(0))
        .hasMessage("window dilations: expected 1 number of at least 1, got [0]");
    assertThatThrownBy(() -> Window.of(0))
        .hasMessage("window sizes: expected 1 number of at least 1, got [0]");
    assertThatThrownBy(() -> Window.of(3).withStrides(1, 1))
        .hasMessage("window strides: expected 1 number of at least 1, got [1, 1]");
    assertThatThrownBy(() -> Window.of(3).withPadding(List.of(-1), List.of(0)))
        .hasMessage("window padding before: expected 1 number of at least 0, got [-1]");
    assertThatThrownBy(() -> Window.of(1, 1, 1, 1))
        .hasMessage("window: expected one to 3 spatial axes, got [1, 1, 1, 1]");
  }

  @Test
  void aWindowMayNotLieInThePaddingAltogether() {
    assertThatThrownBy(() -> Window.of(3).withPadding(List.of(0), List.of(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "window padding: expected less than the 3 positions that the window reaches over,"
                + " got [0] before and [3] after");
    assertThatThrownBy(() -> Window.of(1 << 20).withDilations(1 << 20))
        .hasMessageStartingWith("window: expected a reach of at most 2^31 - 1");
  }

  @Test
  void theTextShowsWhatIsUnusual() {
    assertThat(Window.of(3, 3)).hasToString("window=[3, 3]");
    assertThat(Window.of(3).withStrides(2).withPadding(List.of(0), List.of(1)))
        .hasToString("window=[3], strides=[2], after=[1]");
  }
}
