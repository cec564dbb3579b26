package io.concertina.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.model.Epoch;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private static final TrainingListener CANCELLING =
      new TrainingListener() {
        @Override
        public boolean cancelled() {
          return true;
        }
      };

  @Test
  void whateverAListenerMayHearIsHandedOn() throws NoSuchMethodException {
    for (Method method : TrainingListener.class.getDeclaredMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
        assertThat(
                Listeners.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .getDeclaringClass())
            .as(method.getName())
            .isEqualTo(Listeners.class);
      }
    }
  }

  @Test
  void oneThatCancelsIsEnough() {
    TrainingListener none = TrainingListener.none();
    assertThat(TrainingListener.all(List.of(none, CANCELLING)).cancelled()).isTrue();
    assertThat(TrainingListener.all(List.of(none, none)).cancelled()).isFalse();
  }

  private static TrainingListener throwing(RuntimeException error) {
    return new TrainingListener() {
      @Override
      public void epoch(Epoch epoch) {
        throw error;
      }
    };
  }

  @Test
  void whatOneThrowsNamesIt() {
    TrainingListener broken = throwing(new IllegalStateException("no disk"));
    assertThatThrownBy(() -> TrainingListener.all(List.of(broken)).epoch(new Epoch(1, Map.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("listener " + broken.getClass().getName() + ": expected ")
        .hasMessageContaining("no disk")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anErrorOfTheLibraryPassesAsItIs() {
    DataException error = new DataException("curve.csv", "room on the disk", "none");
    assertThatThrownBy(
            () -> TrainingListener.all(List.of(throwing(error))).epoch(new Epoch(1, Map.of())))
        .isSameAs(error);
  }
}
