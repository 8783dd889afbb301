package io.auroraresponder.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.auroraresponder.incident.Reading;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of the domain as JSON text and back, for what we hand to ourselves: stored work in the ledger, plans between functions. Not
 * the report's public form, which is {@link io.auroraresponder.notify.ReportJson}.
 */
public final class RecordCodec {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapter(Instant.class, new Words<>(Instant::toString, Instant::parse))
          .registerTypeAdapter(Duration.class, new Words<>(Duration::toString, Duration::parse))
          // The last one that fits is asked: readings are sealed too and have a form of their own.
          .registerTypeAdapterFactory(new Kinds())
          .registerTypeAdapterFactory(new Readings())
          .registerTypeAdapterFactory(new Optionals())
          .create();

  private RecordCodec() {}

  public static String write(Object value) {
    return GSON.toJson(value);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws JsonParseException when the text is not one of this type
   */
  public static <T> T read(String text, Class<T> type) {
    T value = GSON.fromJson(text, type);
    if (value == null) {
      throw new JsonParseException("an empty text is no " + type.getSimpleName());
    }
    return value;
  }

  /** A value that has a text form of its own. */
  private static final class Words<T> extends TypeAdapter<T> {
    private final java.util.function.Function<T, String> write;
    private final java.util.function.Function<String, T> read;

    Words(java.util.function.Function<T, String> write, java.util.function.Function<String, T> read) {
      this.write = write;
      this.read = read;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.value(write.apply(value));
    }

    @Override
    public T read(JsonReader in) throws IOException {
      return read.apply(in.nextString());
    }
  }

  /** {@code {"value":…,"from":…,"to":…}} or {@code {"reason":…}}. */
  private static final class Readings implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      if (!Reading.class.isAssignableFrom(type.getRawType())) {
        return null;
      }
      return (TypeAdapter<T>) new ReadingAdapter<>(gson.getAdapter(TypeToken.get(inner(type))), gson.getAdapter(Instant.class));
    }
  }

  private static final class ReadingAdapter<T> extends TypeAdapter<Reading<T>> {
    private final TypeAdapter<T> values;
    private final TypeAdapter<Instant> instants;

    ReadingAdapter(TypeAdapter<T> values, TypeAdapter<Instant> instants) {
      this.values = values;
      this.instants = instants;
    }

    @Override
    public void write(JsonWriter out, Reading<T> reading) throws IOException {
      out.beginObject();
      switch (reading) {
        case Reading.Known<T> known -> {
          out.name("value");
          values.write(out, known.value());
          out.name("from");
          instants.write(out, known.from());
          out.name("to");
          instants.write(out, known.to());
        }
        case Reading.Unavailable<T> gap -> out.name("reason").value(gap.reason());
      }
      out.endObject();
    }

    @Override
    public Reading<T> read(JsonReader in) throws IOException {
      in.beginObject();
      if (in.nextName().equals("reason")) {
        String reason = in.nextString();
        in.endObject();
        return Reading.unavailable(reason);
      }
      T value = values.read(in);
      Instant from = instant(in, "from");
      Instant to = instant(in, "to");
      in.endObject();
      return Reading.known(value, from, to);
    }

    private Instant instant(JsonReader in, String name) throws IOException {
      if (!in.nextName().equals(name)) {
        throw new JsonParseException("a reading needs '" + name + "' at " + in.getPath());
      }
      return instants.read(in);
    }
  }

  /** An array of nothing or of one. */
  private static final class Optionals implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      if (type.getRawType() != Optional.class) {
        return null;
      }
      return (TypeAdapter<T>) new OptionalAdapter<>(gson.getAdapter(TypeToken.get(inner(type))));
    }
  }

  private static final class OptionalAdapter<T> extends TypeAdapter<Optional<T>> {
    private final TypeAdapter<T> values;

    OptionalAdapter(TypeAdapter<T> values) {
      this.values = values;
    }

    @Override
    public void write(JsonWriter out, Optional<T> value) throws IOException {
      out.beginArray();
      if (value.isPresent()) {
        values.write(out, value.get());
      }
      out.endArray();
    }

    @Override
    public Optional<T> read(JsonReader in) throws IOException {
      in.beginArray();
      Optional<T> value = in.hasNext() ? Optional.of(values.read(in)) : Optional.empty();
      in.endArray();
      return value;
    }
  }

  /** One of several kinds of a sealed interface of ours: {@code {"kind":"Seen","value":{…}}}. */
  private static final class Kinds implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      Class<? super T> raw = type.getRawType();
      return raw.isInterface() && raw.isSealed() ? new KindAdapter<>(gson, raw) : null;
    }
  }

  private static final class KindAdapter<T> extends TypeAdapter<T> {
    private final Gson gson;
    private final Map<String, Class<?>> kinds = new HashMap<>();

    KindAdapter(Gson gson, Class<? super T> sealed) {
      this.gson = gson;
      for (Class<?> kind : sealed.getPermittedSubclasses()) {
        kinds.put(kind.getSimpleName(), kind);
      }
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.beginObject().name("kind").value(value.getClass().getSimpleName()).name("value");
      gson.toJson(value, value.getClass(), out);
      out.endObject();
    }

    @Override
    public T read(JsonReader in) throws IOException {
      in.beginObject();
      if (!in.nextName().equals("kind")) {
        throw new JsonParseException("'kind' must come first at " + in.getPath());
      }
      Class<?> kind = kinds.get(in.nextString());
      if (kind == null || !in.nextName().equals("value")) {
        throw new JsonParseException("no known kind with a value at " + in.getPath());
      }
      @SuppressWarnings("unchecked")
      T value = (T) gson.fromJson(in, kind);
      in.endObject();
      return value;
    }
  }

  private static Type inner(TypeToken<?> type) {
    if (type.getType() instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[0];
    }
    throw new JsonParseException("the content of a raw " + type.getRawType().getSimpleName() + " cannot be told");
  }
}
