package io.auroraresponder.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.auroraresponder.incident.Reading;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON text and back, for what we hand to ourselves: items of the ledger, stored work, hand-overs between functions. Not the
 * report's public form, which is {@code notify.ReportJson}.
 *
 * <p>Strict both ways: an object has each component of its record once and nothing else, none is null, a word is one of its list, and
 * what a record's own rules refuse is refused here. So what another version wrote is never read as something else.
 *
 * <p>Times and spans are ISO 8601 texts; an {@link Optional} is an array of nothing or of one; a {@link Reading} is {@code
 * {"value":…,"from":…,"to":…}} or {@code {"reason":…}}; one kind of a sealed interface is {@code {"kind":"Seen","value":{…}}}.
 */
public final class RecordJson {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .setStrictness(Strictness.STRICT)
          .registerTypeAdapter(Instant.class, new Words<>("a time", Instant::toString, Instant::parse))
          .registerTypeAdapter(Duration.class, new Words<>("a span of time", Duration::toString, Duration::parse))
          .registerTypeAdapter(String.class, new Words<>("a text", text -> text, text -> text))
          // The last one that fits is asked first.
          .registerTypeAdapterFactory(new Plain())
          .registerTypeAdapterFactory(new OneForm(List.class::equals, RecordJson::list))
          .registerTypeAdapterFactory(new OneForm(Set.class::equals, RecordJson::set))
          .registerTypeAdapterFactory(new OneForm(Map.class::equals, RecordJson::map))
          .registerTypeAdapterFactory(new OneForm(Class::isEnum, RecordJson::word))
          .registerTypeAdapterFactory(new OneForm(Class::isRecord, RecordJson::components))
          .registerTypeAdapterFactory(new OneForm(type -> type.isInterface() && type.isSealed(), RecordJson::kind))
          .registerTypeAdapterFactory(new OneForm(Reading.class::isAssignableFrom, RecordJson::reading))
          .registerTypeAdapterFactory(new OneForm(Optional.class::equals, RecordJson::optional))
          .create();

  private RecordJson() {}

  public static String write(Object value) {
    return GSON.toJson(value);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws JsonParseException when the text is not one of this type, with the place
   */
  public static <T> T read(String text, Class<T> type) {
    return read(text, TypeToken.get(type));
  }

  /** The same for a type with parameters, such as a list of records. */
  static <T> T read(String text, TypeToken<T> type) {
    @Nullable T value;
    try {
      value = GSON.fromJson(text, type);
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException | ArithmeticException refused) {
      throw new JsonParseException("no " + type.getRawType().getSimpleName() + ": " + refused.getMessage(), refused);
    }
    if (value == null) {
      throw new JsonParseException("an empty text is no " + type.getRawType().getSimpleName());
    }
    return value;
  }

  /** Makes the adapter of a type. */
  private interface Maker {
    @Nullable TypeAdapter<?> of(Gson gson, TypeToken<?> type);
  }

  /** One form of JSON for all types of a sort. */
  private record OneForm(Predicate<Class<?>> sort, Maker maker) implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      return sort.test(type.getRawType()) ? (TypeAdapter<T>) maker.of(gson, type) : null;
    }
  }

  /** A value that has a text form of its own. */
  private static final class Words<T> extends TypeAdapter<T> {
    private final String what;
    private final Function<T, String> write;
    private final Function<String, T> read;

    Words(String what, Function<T, String> write, Function<String, T> read) {
      this.what = what;
      this.write = write;
      this.read = read;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.value(write.apply(value));
    }

    @Override
    public T read(JsonReader in) throws IOException {
      demand(in, JsonToken.STRING, what);
      return read.apply(in.nextString());
    }
  }

  /** Numbers and truth values as JSON has them; every class that no other form fits has none. */
  private static final class Plain implements TypeAdapterFactory {
    private static final Map<Class<?>, JsonToken> TOKENS =
        Map.of(
            int.class, JsonToken.NUMBER, Integer.class, JsonToken.NUMBER, long.class, JsonToken.NUMBER, Long.class, JsonToken.NUMBER,
            double.class, JsonToken.NUMBER, Double.class, JsonToken.NUMBER, boolean.class, JsonToken.BOOLEAN, Boolean.class,
            JsonToken.BOOLEAN);
    private static final Set<Class<?>> HAVE_WORDS = Set.of(Instant.class, Duration.class, String.class);

    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      Class<? super T> raw = type.getRawType();
      if (HAVE_WORDS.contains(raw)) {
        return null;
      }
      JsonToken token = TOKENS.get(raw);
      if (token != null) {
        return new Demanding<>(gson.getDelegateAdapter(this, type), token);
      }
      throw new IllegalArgumentException(raw.getName() + " has no stored form: it is no record");
    }
  }

  private static final class Demanding<T> extends TypeAdapter<T> {
    private final TypeAdapter<T> inner;
    private final JsonToken first;

    Demanding(TypeAdapter<T> inner, JsonToken first) {
      this.inner = inner;
      this.first = first;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      inner.write(out, value);
    }

    @Override
    public T read(JsonReader in) throws IOException {
      demand(in, first, first.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      return inner.read(in);
    }
  }

  private static TypeAdapter<?> list(Gson gson, TypeToken<?> type) {
    return new Elements<>(adapter(gson, inner(type)), ArrayList::new);
  }

  private static TypeAdapter<?> set(Gson gson, TypeToken<?> type) {
    return new Elements<>(adapter(gson, inner(type)), LinkedHashSet::new);
  }

  /** Each element by its declared type: Gson's own adapter would ask the element for its class, which tells no kind. */
  private static final class Elements<E, C extends Collection<E>> extends TypeAdapter<C> {
    private final TypeAdapter<E> elements;
    private final Supplier<C> empty;

    Elements(TypeAdapter<E> elements, Supplier<C> empty) {
      this.elements = elements;
      this.empty = empty;
    }

    @Override
    public void write(JsonWriter out, C all) throws IOException {
      out.beginArray();
      for (E each : all) {
        elements.write(out, each);
      }
      out.endArray();
    }

    @Override
    public C read(JsonReader in) throws IOException {
      demand(in, JsonToken.BEGIN_ARRAY, "an array");
      C all = empty.get();
      in.beginArray();
      while (in.hasNext()) {
        all.add(elements.read(in));
      }
      in.endArray();
      return all;
    }
  }

  private static TypeAdapter<?> map(Gson gson, TypeToken<?> type) {
    if (type.getType() instanceof ParameterizedType parameterized) {
      return new Entries<>(
          adapter(gson, parameterized.getActualTypeArguments()[0]), adapter(gson, parameterized.getActualTypeArguments()[1]));
    }
    throw new IllegalArgumentException("the content of a raw map cannot be told");
  }

  /** Keys are of a type whose form is a text. */
  private static final class Entries<K, V> extends TypeAdapter<Map<K, V>> {
    private final TypeAdapter<K> keys;
    private final TypeAdapter<V> values;

    Entries(TypeAdapter<K> keys, TypeAdapter<V> values) {
      this.keys = keys;
      this.values = values;
    }

    @Override
    public void write(JsonWriter out, Map<K, V> all) throws IOException {
      out.beginObject();
      for (Map.Entry<K, V> each : all.entrySet()) {
        out.name(keys.toJsonTree(each.getKey()).getAsString());
        values.write(out, each.getValue());
      }
      out.endObject();
    }

    @Override
    public Map<K, V> read(JsonReader in) throws IOException {
      demand(in, JsonToken.BEGIN_OBJECT, "an object");
      Map<K, V> all = new LinkedHashMap<>();
      in.beginObject();
      while (in.hasNext()) {
        K key = keys.fromJsonTree(new JsonPrimitive(in.nextName()));
        if (all.put(key, values.read(in)) != null) {
          throw new JsonParseException("a key stands twice at " + in.getPath());
        }
      }
      in.endObject();
      return all;
    }
  }

  private static TypeAdapter<?> word(Gson gson, TypeToken<?> type) {
    List<?> all = Arrays.asList(type.getRawType().getEnumConstants());
    return new Words<>("a word", each -> ((Enum<?>) each).name(), text ->
        all.stream().filter(each -> ((Enum<?>) each).name().equals(text)).findFirst()
            .orElseThrow(() -> new JsonParseException("'" + text + "' is no " + type.getRawType().getSimpleName())));
  }

  private static TypeAdapter<?> components(Gson gson, TypeToken<?> type) {
    return new Components<>(gson, type.getRawType());
  }

  /** A record by its components, in their order when written, in any order when read. */
  private static final class Components<T> extends TypeAdapter<T> {
    private final Class<?> type;
    private final List<String> names;
    private final List<TypeAdapter<Object>> adapters;
    private final List<Method> accessors;
    private final Constructor<?> constructor;

    Components(Gson gson, Class<?> type) {
      RecordComponent[] all = type.getRecordComponents();
      this.type = type;
      this.names = Arrays.stream(all).map(RecordComponent::getName).toList();
      this.adapters = Arrays.stream(all).map(each -> adapter(gson, each.getGenericType())).toList();
      this.accessors = Arrays.stream(all).map(RecordComponent::getAccessor).toList();
      accessors.forEach(each -> each.setAccessible(true));
      try {
        this.constructor = type.getDeclaredConstructor(Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new));
      } catch (NoSuchMethodException impossible) {
        throw new IllegalStateException("a record has its canonical constructor", impossible);
      }
      constructor.setAccessible(true);
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.beginObject();
      for (int i = 0; i < names.size(); i++) {
        out.name(names.get(i));
        try {
          adapters.get(i).write(out, accessors.get(i).invoke(value));
        } catch (ReflectiveOperationException hidden) {
          throw new IllegalStateException("a component of " + type.getSimpleName() + " cannot be read", hidden);
        }
      }
      out.endObject();
    }

    @Override
    @SuppressWarnings("unchecked")
    public T read(JsonReader in) throws IOException {
      demand(in, JsonToken.BEGIN_OBJECT, "a " + type.getSimpleName());
      String place = in.getPath();
      Map<String, Object> values = new HashMap<>();
      in.beginObject();
      while (in.hasNext()) {
        String name = in.nextName();
        int at = names.indexOf(name);
        if (at < 0) {
          throw new JsonParseException(type.getSimpleName() + " at " + place + " has no '" + name + "'");
        }
        if (values.put(name, adapters.get(at).read(in)) != null) {
          throw new JsonParseException("'" + name + "' stands twice at " + place);
        }
      }
      in.endObject();
      for (String name : names) {
        if (!values.containsKey(name)) {
          throw new JsonParseException(type.getSimpleName() + " at " + place + " lacks '" + name + "'");
        }
      }
      try {
        return (T) constructor.newInstance(names.stream().map(values::get).toArray());
      } catch (InvocationTargetException refused) {
        throw new JsonParseException(
            "no " + type.getSimpleName() + " at " + place + ": " + refused.getTargetException().getMessage(), refused);
      } catch (ReflectiveOperationException hidden) {
        throw new IllegalStateException(type.getSimpleName() + " cannot be made", hidden);
      }
    }
  }

  private static TypeAdapter<?> reading(Gson gson, TypeToken<?> type) {
    return new ReadingAdapter<>(adapter(gson, inner(type)), gson.getAdapter(Instant.class));
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
      demand(in, JsonToken.BEGIN_OBJECT, "a reading");
      in.beginObject();
      demand(in, JsonToken.NAME, "a reading's value or reason");
      if (in.nextName().equals("reason")) {
        demand(in, JsonToken.STRING, "a reason");
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
      if (!in.hasNext() || !in.nextName().equals(name)) {
        throw new JsonParseException("a reading needs '" + name + "' at " + in.getPath());
      }
      return instants.read(in);
    }
  }

  private static TypeAdapter<?> optional(Gson gson, TypeToken<?> type) {
    return new OptionalAdapter<>(adapter(gson, inner(type)));
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
      demand(in, JsonToken.BEGIN_ARRAY, "an array of nothing or of one");
      in.beginArray();
      Optional<T> value = in.hasNext() ? Optional.of(values.read(in)) : Optional.empty();
      in.endArray();
      return value;
    }
  }

  private static TypeAdapter<?> kind(Gson gson, TypeToken<?> type) {
    return new KindAdapter<>(gson, type.getRawType());
  }

  private static final class KindAdapter<T> extends TypeAdapter<T> {
    private final Gson gson;
    private final Class<?> sealed;
    private final Map<String, Class<?>> kinds = new HashMap<>();

    KindAdapter(Gson gson, Class<?> sealed) {
      this.gson = gson;
      this.sealed = sealed;
      for (Class<?> kind : sealed.getPermittedSubclasses()) {
        kinds.put(kind.getSimpleName(), kind);
      }
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.beginObject().name("kind").value(value.getClass().getSimpleName()).name("value");
      RecordJson.<Object>adapter(gson, value.getClass()).write(out, value);
      out.endObject();
    }

    @Override
    @SuppressWarnings("unchecked")
    public T read(JsonReader in) throws IOException {
      demand(in, JsonToken.BEGIN_OBJECT, "a kind of " + sealed.getSimpleName());
      in.beginObject();
      if (!in.hasNext() || !in.nextName().equals("kind")) {
        throw new JsonParseException("'kind' must come first at " + in.getPath());
      }
      demand(in, JsonToken.STRING, "a kind of " + sealed.getSimpleName());
      Class<?> kind = kinds.get(in.nextString());
      if (kind == null || !in.hasNext() || !in.nextName().equals("value")) {
        throw new JsonParseException("no known kind of " + sealed.getSimpleName() + " with a value at " + in.getPath());
      }
      T value = (T) RecordJson.<Object>adapter(gson, kind).read(in);
      in.endObject();
      return value;
    }
  }

  private static void demand(JsonReader in, JsonToken token, String what) throws IOException {
    if (in.peek() != token) {
      throw new JsonParseException("expected " + what + " at " + in.getPath());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> TypeAdapter<T> adapter(Gson gson, Type type) {
    return (TypeAdapter<T>) gson.getAdapter(TypeToken.get(type));
  }

  private static Type inner(TypeToken<?> type) {
    if (type.getType() instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[0];
    }
    throw new IllegalArgumentException("the content of a raw " + type.getRawType().getSimpleName() + " cannot be told");
  }
}
