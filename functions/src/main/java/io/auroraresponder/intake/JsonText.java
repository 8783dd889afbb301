package io.auroraresponder.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads one JSON value as RFC 8259 writes it, in one pass over the text: every event is read by this, and a general reader takes twice as
 * long before anything is done. Nothing beyond the grammar is accepted but a byte order mark before it.
 *
 * <p>Half a surrogate pair, which some senders leave where they cut a text, costs that one character and not the event.
 */
final class JsonText {
  /** Stands for {@code null}. */
  static final Bare NULL = new Bare("");

  private static final Bare TRUE = new Bare("true");
  private static final Bare FALSE = new Bare("false");

  /** No double has more digits that count; a run of a million is no number. */
  private static final int LONGEST_NUMBER = 1_000;

  private static final char REPLACEMENT = '\ufffd';
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  /** A number or boolean, as it is written. */
  record Bare(String text) {}

  /** An object, its members in their order; of a key that stands twice the last counts. */
  static final class Members extends LinkedHashMap<String, Object> {}

  /** A list. */
  static final class Elements extends ArrayList<Object> {}

  private final String text;

  /** The same; to read an array takes half as long where nothing but the first compiler is at work, as in a function. */
  private final char[] letters;

  private final int deepest;
  private int at;

  private JsonText(String text, int deepest) {
    this.text = text;
    this.letters = text.toCharArray();
    this.deepest = deepest;
  }

  /**
   * The value: {@link Members}, {@link Elements}, a {@code String}, {@link Bare} or {@link #NULL}.
   *
   * @param deepest how many objects and lists may stand inside each other
   * @throws IllegalArgumentException where the text is not exactly one value
   */
  static Object value(String text, int deepest) {
    JsonText reader = new JsonText(text, deepest);
    reader.at = text.startsWith("\ufeff") ? 1 : 0;
    Object value = reader.next(0);
    reader.blanks();
    if (reader.at < text.length()) {
      throw notJson();
    }
    return value;
  }

  private Object next(int depth) {
    blanks();
    return switch (peek()) {
      case '{' -> object(depth + 1);
      case '[' -> list(depth + 1);
      case '"' -> string();
      case 't' -> word("true", TRUE);
      case 'f' -> word("false", FALSE);
      case 'n' -> word("null", NULL);
      default -> number();
    };
  }

  private Members object(int depth) {
    open(depth);
    Members members = new Members();
    if (!ends('}')) {
      do {
        blanks();
        String name = string();
        blanks();
        expect(':');
        members.put(name, next(depth));
      } while (goesOn('}'));
    }
    return members;
  }

  private Elements list(int depth) {
    open(depth);
    Elements elements = new Elements();
    if (!ends(']')) {
      do {
        elements.add(next(depth));
      } while (goesOn(']'));
    }
    return elements;
  }

  private void open(int depth) {
    if (depth > deepest) {
      throw notJson();
    }
    at++;
  }

  private boolean ends(char end) {
    blanks();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean goesOn(char end) {
    if (ends(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw notJson();
    }
    at++;
  }

  private Bare word(String word, Bare value) {
    if (!text.startsWith(word, at)) {
      throw notJson();
    }
    at += word.length();
    return value;
  }

  private Bare number() {
    int start = at;
    at += peek() == '-' ? 1 : 0;
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      at += peek() == '+' || peek() == '-' ? 1 : 0;
      digits();
    }
    if (at - start > LONGEST_NUMBER) {
      throw notJson();
    }
    return new Bare(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw notJson();
    }
  }

  private String string() {
    expect('"');
    int start = at;
    int end = start;
    char most = 0;
    while (end < letters.length && letters[end] != '"' && letters[end] != '\\' && letters[end] >= ' ') {
      most |= letters[end];
      end++;
    }
    at = end;
    if (peek() == '\\') {
      return escaped(start);
    }
    expect('"');
    String plain = text.substring(start, end);
    return most >= Character.MIN_SURROGATE ? whole(plain) : plain;
  }

  /** The string that begins at {@code start} and has its first escape here. */
  private String escaped(int start) {
    StringBuilder out = new StringBuilder(at - start + HEX).append(text, start, at);
    while (at < letters.length) {
      char c = letters[at++];
      if (c == '"') {
        return whole(out.toString());
      }
      if (c < ' ') {
        break;
      }
      out.append(c == '\\' ? escape() : c);
    }
    throw notJson();
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw notJson();
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, HEX) : -1;
      if (digit < 0) {
        throw notJson();
      }
      code = code * HEX + digit;
      at++;
    }
    return (char) code;
  }

  private static String whole(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          mended = mended == null ? new StringBuilder(text) : mended;
          mended.setCharAt(i, REPLACEMENT);
        }
      }
    }
    return mended == null ? text : mended.toString();
  }

  private void blanks() {
    while (at < letters.length && letters[at] <= ' ') {
      char c = letters[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        throw notJson();
      }
      at++;
    }
  }

  /** The next character, 0 behind the end, which nothing begins with. */
  private char peek() {
    return at < letters.length ? letters[at] : '\0';
  }

  private static IllegalArgumentException notJson() {
    return new IllegalArgumentException("not one JSON value");
  }
}
