package io.auroraresponder.lab.cli;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.Reasons;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file that must hold one JSON value; the complaint names file, line, column and what is wrong there. */
final class JsonFile {
  /** The place in the reader's own words, which speak to programmers otherwise. */
  private static final Pattern PLACE = Pattern.compile("^(.*?) at line (\\d+) column (\\d+) path (\\S+)", Pattern.DOTALL);

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private JsonFile() {}

  /**
   * The file's text, known to be JSON.
   *
   * @throws BadFileException when it cannot be read or is no JSON
   */
  static String text(Path file) {
    String text = content(file).strip();
    String bare = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    if (bare.isBlank()) {
      throw new BadFileException(file + ":1:1: expected a JSON event, found an empty file");
    }
    check(file, bare);
    return bare;
  }

  private static String content(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadFileException(file + ": expected a file with a JSON event, found a folder");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new BadFileException(file + ": there is no such file", missing);
    } catch (CharacterCodingException encoding) {
      throw new BadFileException(file + ": expected text in UTF-8", encoding);
    } catch (IOException unreadable) {
      throw new BadFileException(file + ": cannot be read: " + Reasons.of(unreadable), unreadable);
    }
  }

  private static void check(Path file, String text) {
    JsonReader reader = new JsonReader(new StringReader(HalfCharacters.replaced(text)));
    reader.setStrictness(Strictness.STRICT);
    // How deep an event may be is for its reader to say.
    reader.setNestingLimit(Integer.MAX_VALUE);
    try {
      JsonToken token = reader.peek();
      while (token != JsonToken.END_DOCUMENT) {
        step(reader, token);
        token = reader.peek();
      }
    } catch (MalformedJsonException | EOFException broken) {
      throw new BadFileException(file + complaint(text, String.valueOf(broken.getMessage())), broken);
    } catch (IOException impossible) {
      throw new IllegalStateException("a text in memory is always readable", impossible);
    }
  }

  private static void step(JsonReader reader, JsonToken token) throws IOException {
    switch (token) {
      case BEGIN_OBJECT -> reader.beginObject();
      case END_OBJECT -> reader.endObject();
      case BEGIN_ARRAY -> reader.beginArray();
      case END_ARRAY -> reader.endArray();
      case NAME -> {
        var unused = reader.nextName();
      }
      case STRING, NUMBER -> {
        var unused = reader.nextString();
      }
      case BOOLEAN -> {
        var unused = reader.nextBoolean();
      }
      case NULL -> reader.nextNull();
      case END_DOCUMENT -> throw new IllegalStateException("nothing comes after the end");
    }
  }

  private static String complaint(String text, String said) {
    Matcher place = PLACE.matcher(said);
    if (!place.find()) {
      return ": not valid JSON: " + said.lines().findFirst().orElse("");
    }
    int line = Integer.parseInt(place.group(2));
    int column = Integer.parseInt(place.group(3));
    String where = place.group(4).equals("$") ? "" : " (in " + place.group(4) + ")";
    return ":" + line + ":" + column + ": not valid JSON: " + reason(text, place.group(1), line, column) + where;
  }

  private static String reason(String text, String said, int line, int column) {
    if (said.startsWith("End of input")) {
      return "the text ends too early";
    }
    if (!said.startsWith("Use JsonReader")) {
      return said.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + said.substring(1);
    }
    String row = text.lines().skip(line - 1L).findFirst().orElse("");
    String rest = row.substring(Math.min(Math.max(0, column - 1), row.length())).strip();
    return rest.isEmpty() ? "a value is missing" : "did not expect '" + rest.substring(0, Math.min(20, rest.length())) + "'";
  }
}
