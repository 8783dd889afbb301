package io.auroraresponder.aws;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for, once, by whichever thread asks first; the others wait. A failure is tried again. */
public abstract class Lazy<T> implements Supplier<T> {
  private volatile @Nullable T value;

  /** By what this gives. Linking that lambda loads the class of the value, which {@link #make} in a class of its own does not. */
  public static <T> Lazy<T> of(Supplier<T> maker) {
    return new Lazy<>() {
      @Override
      protected T make() {
        return maker.get();
      }
    };
  }

  /** Makes the value. */
  protected abstract T make();

  @Override
  public final T get() {
    T made = value;
    return made == null ? makeOnce() : made;
  }

  private synchronized T makeOnce() {
    T made = value;
    if (made == null) {
      made = make();
      value = made;
    }
    return made;
  }

  /** Does this with the value where it was ever asked for. */
  final void ifMade(Consumer<? super T> then) {
    T made = value;
    if (made != null) {
      then.accept(made);
    }
  }
}
