package io.auroraresponder.lab.account;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value of a YAML file that knows where it stands, so that every complaint names file, line, column, path and what was expected.
 *
 * <p>Scalars are read as the text that the author wrote: {@code 16.6} stays a version, {@code 0750} stays what it is.
 */
public final class YamlValue {
  private final String file;
  private final String path;
  private final Node node;

  private YamlValue(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /**
   * The root of a file.
   *
   * @throws BadFileException when it cannot be read or is no YAML
   */
  public static YamlValue read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException missing) {
      throw new BadFileException(file + ": there is no such file", missing);
    } catch (CharacterCodingException encoding) {
      throw new BadFileException(file + ": expected text in UTF-8", encoding);
    } catch (IOException unreadable) {
      throw new BadFileException(file + ": cannot be read: " + Reasons.of(unreadable), unreadable);
    }
  }

  /**
   * The root of a text.
   *
   * @param name what messages call it
   * @throws BadFileException when it is no YAML
   */
  public static YamlValue parse(String name, String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      Node root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new BadFileException(name + ": expected a YAML mapping, found an empty file"));
      return new YamlValue(name, "", root);
    } catch (MarkedYamlEngineException broken) {
      throw new BadFileException(name + place(broken.getProblemMark()) + ": not valid YAML: " + broken.getProblem(), broken);
    } catch (YamlEngineException broken) {
      throw new BadFileException(name + ": not valid YAML: " + broken.getMessage(), broken);
    }
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(at -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1)).orElse("");
  }

  /** The complaint that something else was expected here. */
  public BadFileException expected(String what) {
    return problem("expected " + what + ", found " + found());
  }

  /** A complaint about this place in free words. */
  public BadFileException problem(String words) {
    return new BadFileException(file + place(node.getStartMark()) + ": " + (path.isEmpty() ? "" : path + ": ") + words);
  }

  private String found() {
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue().isEmpty() ? "nothing" : "'" + shortened(scalar.getValue()) + "'";
      case SequenceNode sequence -> "a list";
      case MappingNode mapping -> "a mapping";
      default -> "something else";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  /** Where it stands in the document, for example {@code clusters.orders-db.range}. */
  public String path() {
    return path;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isScalar() {
    return node instanceof ScalarNode;
  }

  /** The entries of a mapping in the order of the file; each key once. */
  public Map<String, YamlValue> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw expected("a mapping");
    }
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue key = new YamlValue(file, path, tuple.getKeyNode());
      String name = key.text();
      YamlValue value = new YamlValue(file, path.isEmpty() ? name : path + "." + name, tuple.getValueNode());
      if (entries.put(name, value) != null) {
        throw key.problem("the key '" + name + "' stands here twice");
      }
    }
    return entries;
  }

  /** Complains about the first key that is not among {@code known}. */
  public YamlValue only(String... known) {
    if (!(node instanceof MappingNode mapping)) {
      throw expected("a mapping with " + String.join(", ", known));
    }
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue key = new YamlValue(file, path, tuple.getKeyNode());
      if (!Arrays.asList(known).contains(key.text())) {
        throw key.problem("unknown key '" + key.text() + "'; known are " + String.join(", ", known));
      }
    }
    return this;
  }

  /** The value under a key of a mapping, empty where it is not given. */
  public Optional<YamlValue> get(String key) {
    return Optional.ofNullable(entries().get(key));
  }

  /** The value under a key that must be there. */
  public YamlValue need(String key) {
    return get(key).orElseThrow(() -> problem("the key '" + key + "' is missing"));
  }

  /** The items of a list. */
  public List<YamlValue> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw expected("a list");
    }
    List<Node> nodes = sequence.getValue();
    return java.util.stream.IntStream.range(0, nodes.size())
        .mapToObj(index -> new YamlValue(file, path + "[" + index + "]", nodes.get(index)))
        .toList();
  }

  /** The text as written, never empty. */
  public String text() {
    String text = optionalText();
    if (text.isEmpty()) {
      throw expected("a text");
    }
    return text;
  }

  /** The text as written, empty where nothing is. */
  public String optionalText() {
    if (!(node instanceof ScalarNode scalar)) {
      throw expected("a text");
    }
    return scalar.getValue();
  }

  public double number(String what) {
    try {
      double value = Double.parseDouble(text());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException notOne) {
      // Told below, in the words of the caller.
    }
    throw expected(what);
  }

  public int wholeNumber(String what) {
    try {
      return Integer.parseInt(text());
    } catch (NumberFormatException notOne) {
      throw expected(what);
    }
  }

  public boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected("true or false");
    };
  }

  /** A length of time: {@code 90s}, {@code 15m}, {@code 2h30m}; digits alone are seconds. */
  public Duration duration() {
    return Offsets.duration(text()).orElseThrow(() -> expected("a length of time such as 90s, 15m or 2h30m"));
  }

  /** A moment relative to now: {@code -15m}, {@code +20m}, {@code 0}. */
  public Duration offset() {
    return offsetOf(text());
  }

  /** A mapping's key read as an offset. */
  public Duration offsetOf(String key) {
    return Offsets.offset(key).orElseThrow(() -> problem("expected a time from now such as -15m, +20m or 0, found '" + key + "'"));
  }

  public Instant instant() {
    try {
      return Instant.parse(text());
    } catch (DateTimeException notOne) {
      throw expected("a time such as 2026-11-24T10:15:30Z");
    }
  }

  /** One of the constants of an enum, written in lower case with hyphens. */
  public <E extends Enum<E>> E oneOf(Class<E> type) {
    Map<String, E> known =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(YamlValue::word, value -> value, (a, b) -> a, LinkedHashMap::new));
    E value = known.get(text());
    if (value == null) {
      throw expected("one of " + String.join(", ", known.keySet()));
    }
    return value;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
