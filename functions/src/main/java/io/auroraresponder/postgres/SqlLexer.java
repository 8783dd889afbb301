package io.auroraresponder.postgres;

import static io.auroraresponder.postgres.SqlLetters.LONGEST_NAME;
import static io.auroraresponder.postgres.SqlLetters.hasPrintedQuote;
import static io.auroraresponder.postgres.SqlLetters.isBlank;
import static io.auroraresponder.postgres.SqlLetters.isDigit;
import static io.auroraresponder.postgres.SqlLetters.looksLikeKey;
import static io.auroraresponder.postgres.SqlLetters.startsWord;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes a statement apart in one pass, the way PostgreSQL does (manual, "Lexical Structure"), and drops every literal and comment.
 *
 * <p>Where a text can be read in two ways (it depends on the version or on standard_conforming_strings where a string ends), neither is
 * guessed: everything from there on is dropped. So a reader that goes out of step cannot show a literal as if it were a name. Texts that
 * PostgreSQL refuses are read too, a failed transaction shows one: an apostrophe that nobody doubled ends a string too early, and what
 * follows is a literal turned inside out. A word or number that touches a quote, and a string after a string, betray that.
 */
final class SqlLexer {
  /** Each character of ASCII as a text. */
  private static final List<String> SYMBOLS = IntStream.range(0, 0x80).mapToObj(Character::toString).toList();

  private final String sql;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;
  private boolean spaced;

  /** Where the newest string ended, -1 before the first. */
  private int stringEnd = -1;

  /** How many tokens there were when the first string had ended, itself among them. */
  private int tokensToFirstString = Integer.MAX_VALUE;

  private SqlLexer(String sql) {
    this.sql = sql;
  }

  static List<SqlToken> tokens(String sql) {
    SqlLexer lexer = new SqlLexer(sql);
    while (lexer.at < sql.length()) {
      lexer.step();
    }
    return lexer.tokens;
  }

  private void step() {
    char c = sql.charAt(at);
    if (outOfStep(c)) {
      derailed();
    } else if (isBlank(c)) {
      at++;
      spaced = true;
    } else if (c == '-' && peek(1) == '-') {
      lineComment();
    } else if (c == '/' && peek(1) == '*') {
      blockComment();
    } else if (c == '\'') {
      string(at, false);
    } else if (c == '"') {
      quotedName();
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (startsWord(c)) {
      word();
    } else {
      at++;
      add(SqlToken.Kind.SYMBOL, c < SYMBOLS.size() ? SYMBOLS.get(c) : String.valueOf(c));
    }
  }

  /**
   * PostgreSQL joins strings with a line break between them and refuses others; words and numbers need no blank, and have one all the same.
   */
  private boolean outOfStep(char c) {
    if (stringEnd < 0) {
      return false;
    }
    if (at == stringEnd) {
      return startsWord(c) || isDigit(c);
    }
    return c == '\'' && sql.substring(stringEnd, at).chars().allMatch(between -> between == ' ' || between == '\t');
  }

  private void lineComment() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
    spaced = true;
  }

  private void blockComment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
    if (depth > 0) {
      stop();
    }
    spaced = true;
  }

  /** {@code escapes}: surely an escape string; else a backslash before a quote can be read in two ways. */
  private void string(int quote, boolean escapes) {
    int i = quote + 1;
    int backslashes = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'') {
        boolean escaped = backslashes % 2 == 1;
        if (escaped && !escapes) {
          stop();
          return;
        }
        if (!escaped && charAt(i + 1) != '\'') {
          at = i + 1;
          stringEnd = at;
          add(SqlToken.Kind.VALUE, "?");
          tokensToFirstString = Math.min(tokensToFirstString, tokens.size());
          return;
        }
        i += escaped ? 1 : 2;
        backslashes = 0;
        continue;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      i++;
    }
    stop();
  }

  private void quotedName() {
    int i = at + 1;
    while (i < sql.length()) {
      if (sql.charAt(i) != '"') {
        i++;
      } else if (charAt(i + 1) == '"') {
        i += 2;
      } else {
        String name = sql.substring(at, i + 1);
        at = i + 1;
        boolean shown = name.length() <= LONGEST_NAME + 2 && name.indexOf('@') < 0;
        add(shown ? SqlToken.Kind.NAME : SqlToken.Kind.VALUE, shown ? name : "?");
        return;
      }
    }
    stop();
  }

  private void dollar() {
    int end = at + 1;
    if (isDigit(charAt(end))) {
      while (isDigit(charAt(end))) {
        end++;
      }
      String parameter = sql.substring(at, end);
      at = end;
      add(SqlToken.Kind.PARAMETER, parameter);
      return;
    }
    while (startsWord(charAt(end)) || (end > at + 1 && isDigit(charAt(end)))) {
      end++;
    }
    if (charAt(end) != '$') {
      at++;
      add(SqlToken.Kind.SYMBOL, "$");
      return;
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    if (close < 0) {
      stop();
      return;
    }
    at = close + tag.length();
    add(SqlToken.Kind.VALUE, "?");
  }

  private void number() {
    boolean plain = true;
    while (isDigit(charAt(at)) || charAt(at) == '.' || startsWord(charAt(at)) || isExponentSign()) {
      plain &= isDigit(charAt(at)) || charAt(at) == '.';
      at++;
    }
    if (plain && charAt(at) == '\'') {
      derailed();
      return;
    }
    // Versions differ on where such a number ends and whether what follows belongs to a name.
    if (!plain && (charAt(at) == '\'' || charAt(at) == '"' || charAt(at) == '$')) {
      stop();
      return;
    }
    if (beforeDomain()) {
      address();
      return;
    }
    add(SqlToken.Kind.VALUE, "?");
  }

  private boolean isExponentSign() {
    return (charAt(at) == '+' || charAt(at) == '-') && (charAt(at - 1) == 'e' || charAt(at - 1) == 'E') && isDigit(charAt(at + 1));
  }

  private void word() {
    int start = at;
    if (prefixedLiteral()) {
      return;
    }
    while (startsWord(charAt(at)) || isDigit(charAt(at)) || charAt(at) == '$') {
      at++;
    }
    if (beforeDomain()) {
      address();
      return;
    }
    String word = sql.substring(start, at);
    if (charAt(at) == '\'' || hasPrintedQuote(word)) {
      // A type before its literal looks the same as the end of a literal that was begun too early.
      derailed();
      return;
    }
    if (word.indexOf('$') != word.lastIndexOf('$')) {
      // A name to PostgreSQL, and to whoever left out the blank a quoted text.
      stop();
      return;
    }
    boolean shown = word.length() <= LONGEST_NAME && !looksLikeKey(word);
    add(shown ? SqlToken.Kind.WORD : SqlToken.Kind.VALUE, shown ? word : "?");
  }

  /** {@code E'…'}, {@code B'…'}, {@code X'…'}, {@code N'…'}, {@code U&'…'} and {@code U&"…"}, where they stand for themselves. */
  private boolean prefixedLiteral() {
    char c = Character.toLowerCase(sql.charAt(at));
    if (peek(1) == '\'' && (c == 'e' || c == 'b' || c == 'x' || c == 'n')) {
      string(at + 1, c == 'e' && startsToken());
      return true;
    }
    if (c != 'u' || peek(1) != '&') {
      return false;
    }
    if (peek(2) == '\'') {
      string(at + 2, false);
      return true;
    }
    if (peek(2) == '"') {
      at += 2;
      quotedName();
      return true;
    }
    return false;
  }

  private boolean startsToken() {
    char before = at == 0 ? ' ' : sql.charAt(at - 1);
    return !isDigit(before) && !startsWord(before) && before != '$' && before != '.' && before != '\'' && before != '"';
  }

  private boolean beforeDomain() {
    return charAt(at) == '@' && (startsWord(peek(1)) || isDigit(peek(1)));
  }

  /** With the names, numbers and marks that stand before it without a blank: they are its owner's. */
  private void address() {
    at++;
    while (startsWord(charAt(at)) || isDigit(charAt(at)) || charAt(at) == '.' || charAt(at) == '-') {
      at++;
    }
    while (!spaced && !tokens.isEmpty() && ofAddress(tokens.getLast())) {
      spaced = tokens.removeLast().spaced();
    }
    add(SqlToken.Kind.VALUE, "?");
  }

  private static boolean ofAddress(SqlToken token) {
    return switch (token.kind()) {
      case WORD, VALUE -> true;
      case SYMBOL -> token.isSymbol(".") || token.isSymbol("+") || token.isSymbol("-") || token.isSymbol("%");
      case NAME, PARAMETER, CUT -> false;
    };
  }

  private void add(SqlToken.Kind kind, String text) {
    tokens.add(new SqlToken(kind, text, spaced));
    spaced = false;
  }

  private void stop() {
    at = sql.length();
    add(SqlToken.Kind.CUT, "?…");
  }

  /** Some string before has ended too early, and nobody knows which. */
  private void derailed() {
    while (tokens.size() >= tokensToFirstString) {
      spaced = tokens.removeLast().spaced();
    }
    stop();
  }

  private char peek(int ahead) {
    return charAt(at + ahead);
  }

  private char charAt(int index) {
    return index < 0 || index >= sql.length() ? '\0' : sql.charAt(index);
  }
}
